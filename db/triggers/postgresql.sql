-- What a shared newsroom's database does besides the rules of sqlite.sql, which are translated.
-- Functions run as their owner, with their search path pinned, except where one says otherwise. What
-- each touch asks is PL/pgSQL, whose plans a connection keeps; a function in SQL is planned each time.

CREATE FUNCTION me() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
BEGIN
  RETURN (SELECT contributor FROM login WHERE role = session_user);
END $$;

CREATE FUNCTION my_kind() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
BEGIN
  RETURN (SELECT c.kind FROM login l JOIN contributor c ON c.id = l.contributor
          WHERE l.role = session_user AND c.active);
END $$;

ALTER TABLE snapshot_of ALTER COLUMN contributor SET DEFAULT me();
CREATE VIEW snapshot WITH (security_barrier) AS
  SELECT article, seq, bytes, state FROM snapshot_of WHERE contributor = me();

-- Whoever hands a matter on still writes its row in that transaction.
CREATE FUNCTION reads(subject text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
  SELECT my_kind() IS NOT NULL
     AND (EXISTS (SELECT 1 FROM seal s WHERE s.subject = $1 AND s.reader = me())
          OR EXISTS (SELECT 1 FROM head h JOIN touch t ON t.seq >= h.since AND t.subject = $1
                     WHERE h.xact = pg_current_xact_id_if_assigned() AND t.kind = 'matter.handed-on'))
$$;

-- Whoever raised a matter sees what stands of it in clear.
CREATE FUNCTION is_party(ref text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
  SELECT reads($1) OR EXISTS (SELECT 1 FROM matter m WHERE m.ref = $1 AND m.raised_by = me())
$$;

CREATE FUNCTION opens(seq bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
  SELECT my_kind() IS NOT NULL
     AND EXISTS (SELECT 1 FROM seal s WHERE s.seq = $1 AND s.reader = me())
$$;

CREATE FUNCTION matters() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$ SELECT count(*) FROM matter $$;

CREATE FUNCTION matter_state(ref text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$ SELECT m.state FROM matter m WHERE m.ref = $1 $$;

-- Of a matter its parties read what stands in clear; of a private record its readers each touch.
CREATE FUNCTION may_read(seq bigint, subject text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
  SELECT opens($1) OR (EXISTS (SELECT 1 FROM matter m WHERE m.ref = $2) AND is_party($2))
$$;

-- The touches whose content is there, and not for who asks.
CREATE FUNCTION confidential_touches() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
  SELECT seq FROM content WHERE confidential IS NOT NULL AND NOT may_read(seq, confidential)
$$;

CREATE FUNCTION printf(pattern text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE
SET search_path = newsroom, pg_temp AS $$
  SELECT replace(pattern, '%04d', lpad(n::text, greatest(4, length(n::text)), '0'))
$$;

CREATE FUNCTION refuse(why text) RETURNS void LANGUAGE plpgsql
SET search_path = newsroom, pg_temp AS $$
BEGIN
  RAISE check_violation USING MESSAGE = why;
END $$;

-- What a touch says; NULL where it was erased or cannot be read.
CREATE FUNCTION said(touch bigint) RETURNS json LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
BEGIN
  RETURN (SELECT convert_from(payload, 'UTF8')::json FROM content WHERE seq = touch);
END $$;

-- Where whoever writes waits in line, by LOCK TABLE: it holds nothing, and what waits for it sees
-- nothing yet. Whoever waits for the head's row keeps every version of it since in sight, so that
-- twenty who wait made that one row hundreds of pages long.
CREATE VIEW turn AS SELECT NULL AS nothing;

-- Whoever writes waits here first: one transaction at a time, as with SQLite.
CREATE FUNCTION lock_head() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
BEGIN
  PERFORM 1 FROM head FOR UPDATE;
END $$;

CREATE FUNCTION is_plain(value text, longest integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(value ~ '^[ -~]+$' AND value !~ '["\\]' AND length(value) <= longest, false)
$$;

-- Adds a touch of whoever speaks, and moves the head. The leaf is made here, so it names the number
-- that is next, the contributor of the login, and the digests of these very bytes.
CREATE FUNCTION append_touch(
  touch_id text, subject text, contributor text, kind text, at text,
  payload bytea, payload_salt bytea, update_bytes bytea, update_salt bytea
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = newsroom, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  end_ head%ROWTYPE;
  who text := me();
  told json;
  payload_digest text; update_digest text; leaf bytea; leaf_hash bytea; chained bytea; number bigint;
BEGIN
  SELECT * INTO end_ FROM head FOR UPDATE;
  IF end_.seq = 0 AND who IS NULL AND kind = 'newsroom.made'
     AND pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = 'head'::regclass), 'MEMBER') THEN
    INSERT INTO login VALUES (session_user, contributor);
    who := contributor;
  END IF;
  IF who IS NULL THEN
    PERFORM refuse('who-may: this login speaks for nobody in the newsroom');
  ELSIF contributor IS DISTINCT FROM who THEN
    PERFORM refuse('who-may: a touch is made in one''s own name');
  ELSIF NOT (is_plain(touch_id, 100) AND is_plain(subject, 200) AND is_plain(kind, 60)) THEN
    PERFORM refuse('bad-input: a touch''s names must be plain ASCII');
  ELSIF at !~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$' OR at IS NULL THEN
    PERFORM refuse('bad-input: a touch has a time in UTC, to the millisecond');
  ELSIF at::timestamptz NOT BETWEEN now() - interval '400 days' AND clock_timestamp() + interval '10 minutes' THEN
    PERFORM refuse('bad-input: this computer''s clock is wrong: ' || at);
  ELSIF payload IS NULL OR payload_salt IS NULL OR length(payload_salt) NOT BETWEEN 16 AND 64
     OR (update_bytes IS NULL) <> (update_salt IS NULL)
     OR length(update_salt) NOT BETWEEN 16 AND 64 THEN
    PERFORM refuse('bad-input: content and its salt come together');
  ELSIF greatest(length(payload), length(update_bytes)) > 67108864 THEN
    PERFORM refuse('bad-input: a touch says more than 64 MB');
  END IF;
  BEGIN
    told := convert_from(payload, 'UTF8')::json;
  EXCEPTION WHEN data_exception THEN
    PERFORM refuse('bad-input: what a touch says is JSON in UTF-8');
  END;
  IF json_typeof(told) <> 'object' THEN
    PERFORM refuse('bad-input: what a touch says is an object');
  END IF;
  PERFORM touch_allowed(end_.seq, subject, who, kind, told);
  number := end_.seq + 1;
  payload_digest := encode(sha256(payload_salt || payload), 'hex');
  update_digest := encode(sha256(update_salt || update_bytes), 'hex');
  leaf := convert_to(
    '{"at":"' || at || '","contributor":"' || who || '","id":"' || touch_id || '","kind":"' || kind
    || '","payload":"' || payload_digest || '","seq":' || number || ',"subject":"' || subject
    || '","update":' || coalesce('"' || update_digest || '"', 'null') || '}', 'UTF8');
  leaf_hash := sha256('\x00'::bytea || leaf);
  chained := sha256(end_.hash || leaf_hash);
  INSERT INTO touch (seq, id, subject, contributor, kind, at, payload_digest, update_digest, leaf, hash)
    VALUES (number, touch_id, subject, who, kind, at, payload_digest, update_digest, leaf, chained);
  INSERT INTO content (seq, payload, payload_salt, "update", update_salt, confidential)
    VALUES (number, payload, payload_salt, update_bytes, update_salt,
            CASE WHEN kind = 'matter.opened' OR told -> 'sealed' IS NOT NULL
                      OR EXISTS (SELECT 1 FROM matter m WHERE m.ref = subject) THEN subject END);
  UPDATE head SET seq = number, hash = chained, peaks = peaks_with(end_.peaks, leaf_hash),
    since = CASE WHEN xact = pg_current_xact_id() THEN since ELSE number END,
    xact = pg_current_xact_id();
  PERFORM tell_of(number, subject);
  RETURN number;
END $$;

-- Other desktops hear of a touch when it is committed: ids, never words. Whoever fills the queue of
-- notices stops nobody: desktops look by themselves meanwhile.
CREATE FUNCTION tell_of(number bigint, subject text) RETURNS void LANGUAGE plpgsql
SET search_path = newsroom, pg_temp AS $$
BEGIN
  IF pg_notification_queue_usage() < 0.5 THEN
    PERFORM pg_notify('touch', number || ' ' || subject);
  END IF;
END $$;

-- RFC 6962: the peaks of the Merkle tree once one more leaf is in it.
CREATE FUNCTION peaks_with(peaks json, leaf_hash bytea) RETURNS json LANGUAGE plpgsql IMMUTABLE
SET search_path = newsroom, pg_temp AS $$
DECLARE
  trees jsonb := peaks::jsonb;
  last integer := jsonb_array_length(trees) - 1;
  size bigint := 1;
  hash bytea := leaf_hash;
BEGIN
  WHILE last >= 0 AND (trees -> last ->> 0)::bigint = size LOOP
    hash := sha256('\x01'::bytea || decode(trees -> last ->> 1, 'hex') || hash);
    trees := trees - last;
    last := last - 1;
    size := size * 2;
  END LOOP;
  RETURN (trees || jsonb_build_array(jsonb_build_array(size, encode(hash, 'hex'))))::json;
END $$;

-- Whether whoever speaks may make this touch now, by the table of `db.rules.permissions`.
CREATE FUNCTION touch_allowed(newest bigint, about text, who text, kind text, told json)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = newsroom, pg_temp AS $$
#variable_conflict use_column
DECLARE
  piece article%ROWTYPE;
  by_ text := my_kind();
  acts text[] := ARRAY[kind];
  act_ text;
  stands text;
  once boolean := false;
  theirs boolean := false;
BEGIN
  IF newest < 2 AND (newest = 0 OR NOT EXISTS (SELECT 1 FROM contributor)) THEN
    IF touch_allowed.kind <> (CASE newest WHEN 0 THEN 'newsroom.made' ELSE 'contributor.added' END)
       OR (newest > 0 AND about <> who) THEN
      PERFORM refuse('who-may: a newsroom begins with whoever made it');
    END IF;
    RETURN;
  END IF;
  IF by_ IS NULL THEN
    PERFORM refuse('who-may: only an active person can make a touch');
  END IF;
  SELECT * INTO piece FROM article WHERE id = about;
  IF touch_allowed.kind = 'details' THEN
    acts := array_remove(ARRAY[CASE WHEN told -> 'language' IS NOT NULL THEN 'details.language' END,
                               CASE WHEN told -> 'assigned_to' IS NOT NULL THEN 'details.assign' END,
                               CASE WHEN told -> 'desk' IS NOT NULL OR told -> 'due' IS NOT NULL
                                      OR told::text = '{}' THEN 'details' END], NULL);
  END IF;
  IF touch_allowed.kind = 'erased' THEN
    IF EXISTS (SELECT 1 FROM matter WHERE ref = about) THEN
      acts := ARRAY['erased.matter'];
    END IF;
  END IF;
  -- An act is one about a piece in every of its rows, or in none.
  SELECT m.state INTO stands FROM may_touch m WHERE m.act = acts[1] LIMIT 1;
  IF stands IS NULL THEN
    PERFORM refuse('bad-input: there is no such touch');
  ELSIF touch_allowed.kind LIKE 'matter.%' OR touch_allowed.kind LIKE 'hearing.%'
    OR touch_allowed.kind LIKE 'claim.%' OR touch_allowed.kind LIKE 'evidence.%' THEN
    IF touch_allowed.kind <> 'matter.opened' AND NOT EXISTS (SELECT 1 FROM matter WHERE ref = about) THEN
      PERFORM refuse('not-found: there is no such matter');
    END IF;
  ELSIF touch_allowed.kind IN ('checkpoint', 'history.accepted', 'setting', 'ai.set-up', 'office.handed-on', 'sample.removed') THEN
    IF about IS DISTINCT FROM (SELECT value #>> '{}' FROM setting WHERE key = 'id') THEN
      PERFORM refuse('bad-input: this is about the newsroom as a whole');
    END IF;
  END IF;
  IF stands <> '' THEN
    stands := coalesce(piece.state, 'nowhere');
    once := coalesce(piece.version, 0) > 0;
    theirs := piece.id IS NOT NULL AND (piece.assigned_to IS NOT DISTINCT FROM who OR EXISTS (
      SELECT 1 FROM writer w WHERE w.article = about AND w.contributor = who));
  END IF;
  FOREACH act_ IN ARRAY acts LOOP
    IF EXISTS (SELECT 1 FROM may_touch m WHERE m.act = act_ AND m.by_kind = by_ AND m.state = stands
                 AND m.own = theirs AND m.published = once) THEN
      CONTINUE;
    ELSIF NOT EXISTS (SELECT 1 FROM may_touch m
                      WHERE m.act = act_ AND m.state = stands AND m.published = once) THEN
      PERFORM refuse('states: this is nothing that can be done with it in this state');
    END IF;
    PERFORM refuse('who-may: this is not theirs to do');
  END LOOP;
  IF touch_allowed.kind IN ('text', 'proposed') THEN
    PERFORM peer_allowed(about, who, told);
  ELSIF touch_allowed.kind = 'key.named' AND about <> who THEN
    PERFORM refuse('who-may: a person''s key is named by themselves only');
  ELSIF touch_allowed.kind IN ('article.made', 'matter.opened')
    AND EXISTS (SELECT 1 FROM touch t WHERE t.subject = about) THEN
    PERFORM refuse('append-only: what is begun is new');
  ELSIF touch_allowed.kind LIKE 'moved.%'
    AND (told ->> 'from') IS DISTINCT FROM piece.state THEN
    PERFORM refuse('states: the piece stands elsewhere by now');
  END IF;
END $$;

-- Rows of text of one piece, one after the other, and all that follows from them, in one go, so that
-- nobody waits for the network. Whoever calls it does each statement by their own rights.
-- NULL, and nothing done, where the piece has newer touches than `seen`: then `row_` is of an old text;
-- or where touch `last` has not the hash that the caller saw: then history was lost, and the rows may
-- build on what is gone. What was recorded before is not recorded again.
CREATE FUNCTION record_text(
  about text, who text, seen bigint, last bigint, last_hash bytea, ids text[], times text[],
  payloads bytea[], payload_salts bytea[], updates bytea[], update_salts bytea[], row_ json
) RETURNS bigint[] LANGUAGE plpgsql SET search_path = newsroom, pg_temp AS $$
#variable_conflict use_column
DECLARE
  others bigint; again bigint; number bigint; told json;
  numbers bigint[] := '{}'; fresh bigint[] := '{}'; said_ bytea[] := '{}';
BEGIN
  PERFORM lock_head();
  IF last > 0 AND NOT EXISTS (SELECT 1 FROM touch t WHERE t.seq = last AND t.hash = last_hash) THEN
    RETURN NULL;
  END IF;
  SELECT count(*) FILTER (WHERE t.id <> ALL (ids)), count(*) INTO others, again
    FROM touch t WHERE t.subject = about AND t.seq > seen;
  IF others > 0 THEN
    RETURN NULL;
  END IF;
  FOR n IN 1 .. cardinality(ids) LOOP
    number := NULL;
    IF again > 0 THEN
      SELECT t.seq INTO number FROM touch t WHERE t.id = ids[n];
    END IF;
    IF number IS NULL THEN
      number := append_touch(ids[n], about, who, 'text', times[n], payloads[n], payload_salts[n],
                             updates[n], update_salts[n]);
      fresh := fresh || number;
      said_ := said_ || payloads[n];
      told := convert_from(payloads[n], 'UTF8')::json;
      IF json_typeof(told -> 'new') = 'object' THEN
        INSERT INTO peer (peer, article, contributor, brought_by, origin, source, seq)
          VALUES ((told ->> 'peer')::bigint, about, told -> 'new' ->> 'contributor', who,
                  told -> 'new' ->> 'origin', told -> 'new' ->> 'source', number);
      END IF;
    END IF;
    numbers := numbers || number;
  END LOOP;
  IF fresh = '{}' THEN
    RETURN numbers;
  END IF;
  INSERT INTO text_row (seq, article, peer, start, "end")
    SELECT r.seq, about, (j ->> 'peer')::bigint, (j ->> 'start')::integer, (j ->> 'end')::integer
    FROM unnest(fresh, said_) AS r(seq, payload), LATERAL CAST(convert_from(payload, 'UTF8') AS json) j;
  IF NOT EXISTS (SELECT 1 FROM writer w WHERE w.article = about AND w.contributor = who) THEN
    INSERT INTO writer (article, contributor)
      SELECT a.id, who FROM article a WHERE a.id = about AND a.state = 'draft';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM unindexed u WHERE u.article = about) THEN
    INSERT INTO unindexed (article) VALUES (about);
  END IF;
  UPDATE article SET headline = row_ ->> 'headline', dateline = row_ ->> 'dateline',
    date_line = row_ ->> 'date_line', words = (row_ ->> 'words')::integer, shares = row_ -> 'shares',
    ai_share = (row_ ->> 'ai_share')::float8, undecided = (row_ ->> 'undecided')::boolean,
    text_sha256 = row_ ->> 'text_sha256', text_seq = number, updated = times[cardinality(times)]
    WHERE id = about;
  RETURN numbers;
END $$;

-- The same as a transaction of its own, from the turn to the commit: one round trip. It ends what it
-- was called in first, or whoever waits in line would keep old rows in sight; so it can pin no search
-- path, and names the schema. `hashed` is the hash of the last row's touch.
CREATE PROCEDURE send_text(
  about text, who text, seen bigint, last bigint, last_hash bytea, ids text[], times text[],
  payloads bytea[], payload_salts bytea[], updates bytea[], update_salts bytea[], row_ json,
  INOUT numbers bigint[], INOUT hashed bytea
) LANGUAGE plpgsql AS $$
BEGIN
  COMMIT;
  LOCK TABLE newsroom.turn IN EXCLUSIVE MODE;
  numbers := newsroom.record_text(about, who, seen, last, last_hash, ids, times, payloads,
                                  payload_salts, updates, update_salts, row_);
  SELECT t.hash INTO hashed FROM newsroom.touch t WHERE t.seq = numbers[cardinality(numbers)];
END $$;

-- A row of text is of a peer that is one's own: of this piece, brought by whoever speaks.
CREATE FUNCTION peer_allowed(about text, who text, told json) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = newsroom, pg_temp AS $$
DECLARE
  known peer%ROWTYPE;
  new_ json := told -> 'new';
BEGIN
  IF told ->> 'peer' !~ '^[1-9]\d{0,15}$' OR told ->> 'peer' IS NULL THEN
    PERFORM refuse('bad-input: a row of text names its peer');
  END IF;
  SELECT * INTO known FROM peer WHERE peer.peer = (told ->> 'peer')::bigint;
  IF known.peer IS NOT NULL THEN
    IF known.brought_by <> who OR known.article <> about THEN
      PERFORM refuse('who-may: this peer is another''s');
    ELSIF json_typeof(new_) = 'object' THEN
      PERFORM refuse('append-only: a peer belongs to one contributor');
    END IF;
  ELSIF json_typeof(new_) IS DISTINCT FROM 'object'
    OR NOT EXISTS (SELECT 1 FROM contributor c WHERE c.id = new_ ->> 'contributor') THEN
    PERFORM refuse('who-may: a new peer says who is behind it');
  END IF;
END $$;

-- Rewrites or takes away what a touch says, by the erasure that ends the record now. What is NULL
-- stays as it is; what is new has the digest that the erasure names.
CREATE FUNCTION rewrite_content(
  touch bigint, ordered bigint, payload bytea, payload_salt bytea, update_bytes bytea, update_salt bytea
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = newsroom, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  order_ json := said(ordered);
BEGIN
  IF NOT EXISTS (SELECT 1 FROM head h WHERE h.xact = pg_current_xact_id() AND ordered = h.seq) THEN
    PERFORM refuse('append-only: content is erased by its reader or stays as it is');
  ELSIF (payload IS NOT NULL AND encode(sha256(payload_salt || payload), 'hex')
           IS DISTINCT FROM order_ -> 'touches' ->> touch::text)
     OR (update_bytes IS NOT NULL AND encode(sha256(update_salt || update_bytes), 'hex')
           IS DISTINCT FROM order_ -> 'updates' ->> touch::text) THEN
    PERFORM refuse('append-only: content becomes what its erasure names');
  END IF;
  UPDATE content c SET erased_by = ordered,
    payload = coalesce(rewrite_content.payload, c.payload),
    payload_salt = coalesce(rewrite_content.payload_salt, c.payload_salt),
    "update" = coalesce(update_bytes, c."update"),
    update_salt = coalesce(rewrite_content.update_salt, c.update_salt)
  WHERE c.seq = touch;
END $$;

-- Every row that follows from a touch is written in the transaction of a touch of one's own: then
-- the newest touch, which the rules look at, is one's own, and nobody else's comes between.
CREATE FUNCTION by_own_touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM head WHERE xact = pg_current_xact_id_if_assigned()) THEN
    PERFORM refuse('append-only: a row follows from a touch of its own transaction');
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION by_new_touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
BEGIN
  IF NEW.seq < (SELECT since FROM head) THEN
    PERFORM refuse('append-only: a row follows from a touch of its own transaction');
  END IF;
  RETURN NEW;
END $$;

-- Rows say what their touch says, where the database can read it.
CREATE FUNCTION as_touch_says() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
DECLARE
  told json := said(CASE WHEN TG_TABLE_NAME = 'contributor' AND TG_OP = 'UPDATE'
                         THEN (SELECT seq FROM head) ELSE NEW.seq END);
  new_ json;
  fits boolean;
BEGIN
  IF TG_TABLE_NAME = 'peer' THEN
    new_ := told -> 'new';
    fits := NEW.peer::text = told ->> 'peer' AND NEW.contributor = new_ ->> 'contributor'
      AND NEW.origin = new_ ->> 'origin' AND NEW.source IS NOT DISTINCT FROM new_ ->> 'source';
  ELSIF TG_TABLE_NAME = 'text_row' THEN
    fits := NEW.peer::text = told ->> 'peer' AND NEW.start::text = told ->> 'start'
      AND NEW."end"::text = told ->> 'end';
  ELSIF TG_TABLE_NAME = 'sign_off' THEN
    fits := NEW.text_sha256 = told ->> 'text_sha256' AND NEW.responsible = told ->> 'responsible'
      AND NEW.needs_agree = (told ->> 'needs_agree')::boolean
      AND NEW.meets_exception = (told ->> 'meets_exception')::boolean;
  ELSIF TG_TABLE_NAME = 'agreement' THEN
    fits := NEW.text_sha256 = told ->> 'text_sha256' AND NEW.sign_off::text = told ->> 'sign_off';
  ELSIF TG_TABLE_NAME = 'version' THEN
    fits := NEW.text_sha256 = told ->> 'text_sha256' AND NEW.number::text = told ->> 'version'
      AND NEW.note_issue::text = told -> 'finished' -> 'note' ->> 'issue'
      AND NEW.label_issue::text IS NOT DISTINCT FROM told -> 'finished' -> 'label' ->> 'issue';
  ELSIF TG_TABLE_NAME = 'issued_text' THEN
    fits := NEW.text = told ->> 'text' AND NEW.language = told ->> 'language'
      AND NEW.issue::text = told ->> 'issue';
  ELSIF TG_OP = 'INSERT' THEN
    fits := NEW.kind = told ->> 'kind' AND NEW.name = told ->> 'name' AND NEW.active
      AND NEW.public_key IS NULL;
  ELSE
    fits := (NEW.public_key IS NOT DISTINCT FROM OLD.public_key
             OR (OLD.public_key IS NULL AND NEW.public_key = told ->> 'public_key'
                 AND EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                               AND kind = 'key.named' AND subject = NEW.id AND contributor = NEW.id)))
      AND (NEW.kind = OLD.kind OR NEW.kind = told ->> 'kind')
      AND (NEW.active = OLD.active OR NEW.active = (told ->> 'active')::boolean)
      AND (NEW.name = OLD.name OR NEW.name = told ->> 'name');
  END IF;
  IF fits IS NOT TRUE THEN
    PERFORM refuse('append-only: a row says what its touch says');
  END IF;
  RETURN NEW;
END $$;

-- What of a piece's row a touch may change, by its kind.
CREATE FUNCTION article_by_kind() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
DECLARE
  kinds text[];
  just_now boolean;
BEGIN
  SELECT coalesce(array_agg(t.kind), '{}'), coalesce(bool_or(t.at = NEW.updated), false)
    INTO kinds, just_now FROM touch t
    WHERE t.seq >= (SELECT since FROM head) AND t.subject = OLD.id;
  IF (NEW.headline, NEW.dateline, NEW.date_line, NEW.words, NEW.text_sha256, NEW.text_seq, NEW.language)
     IS DISTINCT FROM
     (OLD.headline, OLD.dateline, OLD.date_line, OLD.words, OLD.text_sha256, OLD.text_seq, OLD.language)
     AND NOT kinds && ARRAY['text', 'taken-in', 'set-aside', 'accepted', 'rejected', 'taken-back',
       'source.named', 'image.added', 'image.flagged', 'image.removed', 'details', 'redacted',
       'article.made', 'moved.correct', 'moved.drop-correction'] THEN
    PERFORM refuse('states: a text changes by a touch of the text only');
  ELSIF (NEW.desk, NEW.due, NEW.assigned_to, NEW.language)
     IS DISTINCT FROM (OLD.desk, OLD.due, OLD.assigned_to, OLD.language)
     AND NOT kinds && ARRAY['details'] THEN
    PERFORM refuse('states: details change by their touch only');
  ELSIF (NEW.shares::text, NEW.ai_share, NEW.undecided, NEW.decided_seq)
     IS DISTINCT FROM (OLD.shares::text, OLD.ai_share, OLD.undecided, OLD.decided_seq)
     AND kinds <@ ARRAY['agreed', 'signed-off', 'exported', 'ai.asked'] THEN
    PERFORM refuse('states: what follows from a text changes with it only');
  ELSIF NEW.updated <> OLD.updated AND NOT just_now THEN
    PERFORM refuse('states: a piece was changed when its touch was made');
  ELSIF NEW.state <> OLD.state AND NOT EXISTS (
      SELECT 1 FROM touch t WHERE t.seq >= (SELECT since FROM head) AND t.subject = OLD.id
         AND t.kind LIKE 'moved.%' AND said(t.seq) ->> 'to' = NEW.state) THEN
    PERFORM refuse('states: a piece goes where its touch says');
  END IF;
  RETURN NEW;
END $$;

-- A piece begins as its touch says, and is whoever's who began it.
CREATE FUNCTION article_as_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1 FROM touch t CROSS JOIN LATERAL said(t.seq) AS told
      WHERE t.seq >= (SELECT since FROM head) AND t.subject = NEW.id AND t.kind = 'article.made'
        AND t.contributor = NEW.made_by AND NEW.text_seq = t.seq AND NEW.decided_seq = 0
        AND NEW.language = told ->> 'language' AND NEW.sample = (told ->> 'sample')::boolean
        AND NEW.translation_of IS NOT DISTINCT FROM told ->> 'translation_of') THEN
    PERFORM refuse('append-only: a piece begins as its touch says');
  END IF;
  RETURN NEW;
END $$;

-- A picture of a piece is what its touch says, also whether AI made it.
CREATE FUNCTION picture_as_touch_says() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
DECLARE
  told json := said((SELECT seq FROM head));
BEGIN
  IF NEW.n::text IS DISTINCT FROM told ->> 'n' OR NEW.ai::text IS DISTINCT FROM told ->> 'ai'
     OR (TG_OP = 'INSERT' AND NEW.sha256 IS DISTINCT FROM told ->> 'sha256') THEN
    PERFORM refuse('append-only: a row says what its touch says');
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION image_is_itself() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
BEGIN
  IF my_kind() IS NULL OR NEW.sha256 <> encode(sha256(NEW.bytes), 'hex') THEN
    PERFORM refuse('bad-input: a file is kept under its own hash');
  END IF;
  RETURN NEW;
END $$;

-- Words that were taken away stand in no cache either.
CREATE FUNCTION caches_forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
BEGIN
  DELETE FROM snapshot_of WHERE article = NEW.subject;
  RETURN NULL;
END $$;
CREATE TRIGGER caches_forget AFTER INSERT ON touch FOR EACH ROW WHEN (NEW.kind = 'redacted')
  EXECUTE FUNCTION caches_forget();

-- A row of text leaves its rows, or it was never made.
CREATE FUNCTION text_leaves_rows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM text_row r JOIN peer p ON p.peer = r.peer WHERE r.seq = NEW.seq) THEN
    PERFORM refuse('append-only: a row of text is kept with its touch');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER text_leaves_rows AFTER INSERT ON touch DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind IN ('text', 'proposed')) EXECUTE FUNCTION text_leaves_rows();

-- Nobody ends who alone can read a matter, also not whoever does not see that matter.
CREATE FUNCTION leaves_no_matter_shut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM seal s JOIN matter m ON m.ref = s.subject
             JOIN contributor c ON c.id = s.reader AND c.active
             GROUP BY s.subject HAVING bool_and(s.reader = OLD.id)) THEN
    PERFORM refuse('conflict: nobody else could read a matter that they read');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER leaves_no_matter_shut BEFORE UPDATE OF active ON contributor FOR EACH ROW
  WHEN (OLD.active AND NOT NEW.active) EXECUTE FUNCTION leaves_no_matter_shut();
