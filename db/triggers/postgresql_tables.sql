-- What a shared newsroom keeps besides the tables of the models.

CREATE TABLE release (version integer NOT NULL);
CREATE UNIQUE INDEX release_one ON release ((true));

-- Who speaks: the database's login, and the contributor it speaks for; one login a person.
CREATE TABLE login (
  role name PRIMARY KEY,
  contributor text NOT NULL UNIQUE REFERENCES contributor DEFERRABLE INITIALLY DEFERRED
);

-- Who may make which touch, written from `db.rules.permissions`. Of a touch that is about no
-- piece, state is empty.
CREATE TABLE may_touch (
  act text, by_kind text, state text, published boolean, own boolean,
  PRIMARY KEY (act, by_kind, state, published, own)
);

-- Whose transaction the head is in, and the first touch of it.
ALTER TABLE head ADD COLUMN xact xid8 NOT NULL DEFAULT '0';
ALTER TABLE head ADD COLUMN since bigint NOT NULL DEFAULT 0;

-- Whose content not everybody sees: the matter, or the contributor whose private record it is.
ALTER TABLE content ADD COLUMN confidential text;

-- A snapshot is a cache that only its maker trusts.
ALTER TABLE snapshot RENAME TO snapshot_of;
ALTER TABLE snapshot_of DROP CONSTRAINT snapshot_pkey;
ALTER TABLE snapshot_of ADD COLUMN contributor text NOT NULL;
ALTER TABLE snapshot_of ADD CONSTRAINT snapshot_pkey PRIMARY KEY (contributor, article);

-- The search index: a cache that nothing is decided by.
CREATE TABLE indexed (
  number bigint PRIMARY KEY, article text NOT NULL UNIQUE, seq bigint NOT NULL,
  words tsvector NOT NULL
);
CREATE INDEX indexed_words ON indexed USING gin (words);
CREATE TABLE unindexed (article text PRIMARY KEY);
