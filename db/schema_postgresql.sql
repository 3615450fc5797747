-- schema newsroom
@_owner @_owner=UC/@_owner @_person=U/@_owner @_registrar=U/@_owner;
-- table acceptance
@_owner @_ceo=ad/@_owner @_editor=ad/@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
id bigint NOT NULL DEFAULT nextval('acceptance_id_seq'::regclass);
article text COLLATE "C" NOT NULL;
peer bigint NOT NULL;
counter integer NOT NULL;
length integer NOT NULL;
contributor text COLLATE "C" NOT NULL;
seq bigint NOT NULL;
acceptance_pkey PRIMARY KEY (id);
CREATE INDEX acceptance_article ON newsroom.acceptance USING btree (article, peer);
CREATE UNIQUE INDEX acceptance_pkey ON newsroom.acceptance USING btree (id);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.acceptance FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.acceptance FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER acceptance_before_delete BEFORE DELETE ON newsroom.acceptance FOR EACH ROW EXECUTE FUNCTION acceptance_before_delete() O;
CREATE TRIGGER acceptance_before_insert BEFORE INSERT ON newsroom.acceptance FOR EACH ROW EXECUTE FUNCTION acceptance_before_insert() O;
CREATE TRIGGER acceptance_before_update BEFORE UPDATE ON newsroom.acceptance FOR EACH ROW EXECUTE FUNCTION acceptance_before_update() O;
-- sequence acceptance_id_seq
@_owner @_ceo=U/@_owner @_editor=U/@_owner @_owner=rwU/@_owner;
-- table agreement
@_owner @_ceo=d/@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner;
seq bigint NOT NULL;
article text COLLATE "C" NOT NULL;
sign_off bigint NOT NULL;
contributor text COLLATE "C" NOT NULL;
text_sha256 text COLLATE "C" NOT NULL;
agreement_pkey PRIMARY KEY (seq);
agreement_sign_off_fkey FOREIGN KEY (sign_off) REFERENCES sign_off(seq);
CREATE UNIQUE INDEX agreement_pkey ON newsroom.agreement USING btree (seq);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.agreement FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.agreement FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER agreement_before_delete BEFORE DELETE ON newsroom.agreement FOR EACH ROW EXECUTE FUNCTION agreement_before_delete() O;
CREATE TRIGGER agreement_before_insert BEFORE INSERT ON newsroom.agreement FOR EACH ROW EXECUTE FUNCTION agreement_before_insert() O;
CREATE TRIGGER agreement_before_update BEFORE UPDATE ON newsroom.agreement FOR EACH ROW EXECUTE FUNCTION agreement_before_update() O;
CREATE TRIGGER b_as_touch_says BEFORE INSERT ON newsroom.agreement FOR EACH ROW EXECUTE FUNCTION as_touch_says() O;
-- table allowed_move
@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
from_state text COLLATE "C" NOT NULL;
to_state text COLLATE "C" NOT NULL;
was_published boolean NOT NULL;
who text COLLATE "C" NOT NULL;
allowed_move_pkey PRIMARY KEY (from_state, to_state, was_published);
CREATE UNIQUE INDEX allowed_move_pkey ON newsroom.allowed_move USING btree (from_state, to_state, was_published);
CREATE TRIGGER allowed_move_before_delete BEFORE DELETE ON newsroom.allowed_move FOR EACH ROW EXECUTE FUNCTION allowed_move_before_delete() O;
CREATE TRIGGER allowed_move_before_insert BEFORE INSERT ON newsroom.allowed_move FOR EACH ROW EXECUTE FUNCTION allowed_move_before_insert() O;
CREATE TRIGGER allowed_move_before_update BEFORE UPDATE ON newsroom.allowed_move FOR EACH ROW EXECUTE FUNCTION allowed_move_before_update() O;
-- table approved
@_owner @_ceo=ad/@_owner @_editor=a/@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
article text COLLATE "C" NOT NULL;
part text COLLATE "C" NOT NULL;
text text COLLATE "C" NOT NULL @_ceo=w/@_owner @_editor=w/@_owner;
spans json NOT NULL @_ceo=w/@_owner @_editor=w/@_owner;
approved_article_fkey FOREIGN KEY (article) REFERENCES article(id);
approved_pkey PRIMARY KEY (article, part);
CREATE UNIQUE INDEX approved_pkey ON newsroom.approved USING btree (article, part);
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.approved FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER approved_before_delete BEFORE DELETE ON newsroom.approved FOR EACH ROW EXECUTE FUNCTION approved_before_delete() O;
CREATE TRIGGER approved_before_insert BEFORE INSERT ON newsroom.approved FOR EACH ROW EXECUTE FUNCTION approved_before_insert() O;
CREATE TRIGGER approved_before_update BEFORE UPDATE ON newsroom.approved FOR EACH ROW EXECUTE FUNCTION approved_before_update() O;
-- table article
@_owner @_ceo=d/@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner;
id text COLLATE "C" NOT NULL;
headline text COLLATE "C" NOT NULL @_person=w/@_owner;
dateline text COLLATE "C" NOT NULL @_person=w/@_owner;
date_line text COLLATE "C" NOT NULL @_person=w/@_owner;
language text COLLATE "C" NOT NULL @_person=w/@_owner;
state text COLLATE "C" NOT NULL @_person=w/@_owner;
version integer NOT NULL @_person=w/@_owner;
desk text COLLATE "C" @_person=w/@_owner;
assigned_to text COLLATE "C" @_person=w/@_owner;
due text COLLATE "C" @_person=w/@_owner;
translation_of text COLLATE "C";
words integer NOT NULL @_person=w/@_owner;
ai_share double precision NOT NULL @_person=w/@_owner;
shares json NOT NULL @_person=w/@_owner;
text_sha256 text COLLATE "C" NOT NULL @_person=w/@_owner;
text_seq bigint NOT NULL @_person=w/@_owner;
decided_seq bigint NOT NULL @_person=w/@_owner;
made_by text COLLATE "C" NOT NULL;
updated text COLLATE "C" NOT NULL @_person=w/@_owner;
undecided boolean NOT NULL @_person=w/@_owner;
sample boolean NOT NULL;
article_pkey PRIMARY KEY (id);
article_state CHECK ((state = ANY (ARRAY['draft'::text, 'edit'::text, 'published'::text, 'spiked'::text, 'withdrawn'::text])));
CREATE INDEX article_desk_updated ON newsroom.article USING btree (desk, state, updated DESC, id DESC);
CREATE INDEX article_due ON newsroom.article USING btree (state, due, id);
CREATE INDEX article_sample ON newsroom.article USING btree (id) WHERE sample;
CREATE INDEX article_state_updated ON newsroom.article USING btree (state, updated DESC, id DESC);
CREATE INDEX article_updated ON newsroom.article USING btree (updated DESC, id DESC);
CREATE UNIQUE INDEX article_pkey ON newsroom.article USING btree (id);
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.article FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER article_after_delete AFTER DELETE ON newsroom.article FOR EACH ROW EXECUTE FUNCTION article_after_delete() O;
CREATE TRIGGER article_after_insert AFTER INSERT ON newsroom.article FOR EACH ROW EXECUTE FUNCTION article_after_insert() O;
CREATE TRIGGER article_after_update AFTER UPDATE ON newsroom.article FOR EACH ROW EXECUTE FUNCTION article_after_update() O;
CREATE TRIGGER article_before_delete BEFORE DELETE ON newsroom.article FOR EACH ROW EXECUTE FUNCTION article_before_delete() O;
CREATE TRIGGER article_before_insert BEFORE INSERT ON newsroom.article FOR EACH ROW EXECUTE FUNCTION article_before_insert() O;
CREATE TRIGGER article_before_update BEFORE UPDATE ON newsroom.article FOR EACH ROW EXECUTE FUNCTION article_before_update() O;
CREATE TRIGGER b_as_made BEFORE INSERT ON newsroom.article FOR EACH ROW EXECUTE FUNCTION article_as_made() O;
CREATE TRIGGER b_by_kind BEFORE UPDATE ON newsroom.article FOR EACH ROW EXECUTE FUNCTION article_by_kind() O;
-- table article_image
@_owner @_ceo=d/@_owner @_owner=arwdDxt/@_owner @_person=ard/@_owner;
article text COLLATE "C" NOT NULL;
n integer NOT NULL;
sha256 text COLLATE "C" NOT NULL;
ai boolean @_person=w/@_owner;
article_image_article_fkey FOREIGN KEY (article) REFERENCES article(id);
article_image_pkey PRIMARY KEY (article, n);
article_image_sha256_fkey FOREIGN KEY (sha256) REFERENCES image(sha256);
CREATE UNIQUE INDEX article_image_pkey ON newsroom.article_image USING btree (article, n);
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.article_image FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER article_image_before_delete BEFORE DELETE ON newsroom.article_image FOR EACH ROW EXECUTE FUNCTION article_image_before_delete() O;
CREATE TRIGGER article_image_before_insert BEFORE INSERT ON newsroom.article_image FOR EACH ROW EXECUTE FUNCTION article_image_before_insert() O;
CREATE TRIGGER article_image_before_update BEFORE UPDATE ON newsroom.article_image FOR EACH ROW EXECUTE FUNCTION article_image_before_update() O;
CREATE TRIGGER b_as_touch_says BEFORE INSERT OR UPDATE ON newsroom.article_image FOR EACH ROW EXECUTE FUNCTION picture_as_touch_says() O;
-- table claim
@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner rows guarded also from the owner;
matter text COLLATE "C" NOT NULL;
n integer NOT NULL;
premature boolean NOT NULL;
seq bigint NOT NULL;
claim_matter_fkey FOREIGN KEY (matter) REFERENCES matter(ref);
claim_pkey PRIMARY KEY (matter, n);
CREATE UNIQUE INDEX claim_pkey ON newsroom.claim USING btree (matter, n);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.claim FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.claim FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER claim_before_delete BEFORE DELETE ON newsroom.claim FOR EACH ROW EXECUTE FUNCTION claim_before_delete() O;
CREATE TRIGGER claim_before_insert BEFORE INSERT ON newsroom.claim FOR EACH ROW EXECUTE FUNCTION claim_before_insert() O;
CREATE TRIGGER claim_before_update BEFORE UPDATE ON newsroom.claim FOR EACH ROW EXECUTE FUNCTION claim_before_update() O;
functions * or {@_owner} true CHECK true;
people_insert a or {@_person} CHECK is_party(matter);
people_select r or {@_person} is_party(matter);
-- table comment
@_owner @_ceo=d/@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner;
seq bigint NOT NULL;
article text COLLATE "C" NOT NULL;
n integer NOT NULL;
reply boolean NOT NULL;
resolved bigint @_person=w/@_owner;
comment_article_fkey FOREIGN KEY (article) REFERENCES article(id);
comment_pkey PRIMARY KEY (seq);
CREATE INDEX comment_article ON newsroom.comment USING btree (article, n);
CREATE UNIQUE INDEX comment_pkey ON newsroom.comment USING btree (seq);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.comment FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.comment FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER comment_before_delete BEFORE DELETE ON newsroom.comment FOR EACH ROW EXECUTE FUNCTION comment_before_delete() O;
CREATE TRIGGER comment_before_insert BEFORE INSERT ON newsroom.comment FOR EACH ROW EXECUTE FUNCTION comment_before_insert() O;
CREATE TRIGGER comment_before_update BEFORE UPDATE ON newsroom.comment FOR EACH ROW EXECUTE FUNCTION comment_before_update() O;
-- table confirmation
@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner rows guarded also from the owner;
seq bigint NOT NULL;
matter text COLLATE "C" NOT NULL;
of_person boolean NOT NULL;
confirmation_matter_fkey FOREIGN KEY (matter) REFERENCES matter(ref);
confirmation_pkey PRIMARY KEY (seq);
CREATE UNIQUE INDEX confirmation_pkey ON newsroom.confirmation USING btree (seq);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.confirmation FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.confirmation FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER confirmation_before_delete BEFORE DELETE ON newsroom.confirmation FOR EACH ROW EXECUTE FUNCTION confirmation_before_delete() O;
CREATE TRIGGER confirmation_before_insert BEFORE INSERT ON newsroom.confirmation FOR EACH ROW EXECUTE FUNCTION confirmation_before_insert() O;
CREATE TRIGGER confirmation_before_update BEFORE UPDATE ON newsroom.confirmation FOR EACH ROW EXECUTE FUNCTION confirmation_before_update() O;
functions * or {@_owner} true CHECK true;
people_insert a or {@_person} CHECK reads(matter);
people_select r or {@_person} is_party(matter);
-- table content
@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner rows guarded also from the owner;
seq bigint NOT NULL;
payload bytea;
payload_salt bytea;
update bytea;
update_salt bytea;
erased_by bigint;
confidential text COLLATE "C";
content_pkey PRIMARY KEY (seq);
content_seq_fkey FOREIGN KEY (seq) REFERENCES touch(seq);
CREATE UNIQUE INDEX content_pkey ON newsroom.content USING btree (seq);
CREATE TRIGGER content_before_delete BEFORE DELETE ON newsroom.content FOR EACH ROW EXECUTE FUNCTION content_before_delete() O;
CREATE TRIGGER content_before_insert BEFORE INSERT ON newsroom.content FOR EACH ROW EXECUTE FUNCTION content_before_insert() O;
CREATE TRIGGER content_before_update BEFORE UPDATE ON newsroom.content FOR EACH ROW EXECUTE FUNCTION content_before_update() O;
functions * or {@_owner} true CHECK true;
people_select r or {@_person} ((confidential IS NULL) OR may_read(seq, confidential));
-- table contributor
@_owner @_ceo=a/@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner @_registrar=r/@_owner;
id text COLLATE "C" NOT NULL;
name text COLLATE "C" NOT NULL @_ceo=w/@_owner;
kind text COLLATE "C" NOT NULL @_ceo=w/@_owner;
active boolean NOT NULL @_ceo=w/@_owner;
email text COLLATE "C" @_ceo=w/@_owner;
byline text COLLATE "C" @_ceo=w/@_owner;
provider text COLLATE "C" @_ceo=w/@_owner;
model text COLLATE "C" @_ceo=w/@_owner;
model_version text COLLATE "C" @_ceo=w/@_owner;
answers_to text COLLATE "C" @_ceo=w/@_owner;
public_key text COLLATE "C" @_person=w/@_owner;
sample boolean NOT NULL;
seq bigint NOT NULL;
ai_answers_to_a_person CHECK (((kind = 'ai'::text) = ((answers_to IS NOT NULL) AND (model IS NOT NULL))));
contributor_kind CHECK ((kind = ANY (ARRAY['freelancer'::text, 'reporter'::text, 'editor'::text, 'ceo'::text, 'ai'::text])));
contributor_name_key UNIQUE (name);
contributor_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX contributor_name_key ON newsroom.contributor USING btree (name);
CREATE UNIQUE INDEX contributor_pkey ON newsroom.contributor USING btree (id);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.contributor FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.contributor FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER b_as_touch_says BEFORE INSERT OR UPDATE ON newsroom.contributor FOR EACH ROW EXECUTE FUNCTION as_touch_says() O;
CREATE TRIGGER contributor_before_delete BEFORE DELETE ON newsroom.contributor FOR EACH ROW EXECUTE FUNCTION contributor_before_delete() O;
CREATE TRIGGER contributor_before_insert BEFORE INSERT ON newsroom.contributor FOR EACH ROW EXECUTE FUNCTION contributor_before_insert() O;
CREATE TRIGGER contributor_before_update BEFORE UPDATE ON newsroom.contributor FOR EACH ROW EXECUTE FUNCTION contributor_before_update() O;
CREATE TRIGGER leaves_no_matter_shut BEFORE UPDATE OF active ON newsroom.contributor FOR EACH ROW WHEN ((old.active AND (NOT new.active))) EXECUTE FUNCTION leaves_no_matter_shut() O;
CREATE TRIGGER login_follows AFTER UPDATE OF kind, active ON newsroom.contributor FOR EACH ROW WHEN (((new.kind <> old.kind) OR (new.active <> old.active))) EXECUTE FUNCTION login_follows() O;
-- table font
@_owner @_ceo=a/@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
sha256 text COLLATE "C" NOT NULL;
name text COLLATE "C" NOT NULL;
bytes bytea NOT NULL;
seq bigint NOT NULL;
font_pkey PRIMARY KEY (sha256);
CREATE UNIQUE INDEX font_pkey ON newsroom.font USING btree (sha256);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.font FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.font FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER b_itself BEFORE INSERT ON newsroom.font FOR EACH ROW EXECUTE FUNCTION image_is_itself() O;
CREATE TRIGGER font_before_delete BEFORE DELETE ON newsroom.font FOR EACH ROW EXECUTE FUNCTION font_before_delete() O;
CREATE TRIGGER font_before_insert BEFORE INSERT ON newsroom.font FOR EACH ROW EXECUTE FUNCTION font_before_insert() O;
CREATE TRIGGER font_before_update BEFORE UPDATE ON newsroom.font FOR EACH ROW EXECUTE FUNCTION font_before_update() O;
-- table head
@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
id integer NOT NULL;
seq bigint NOT NULL;
hash bytea NOT NULL;
peaks json NOT NULL;
xact xid8 NOT NULL DEFAULT '0'::xid8;
since bigint NOT NULL DEFAULT 0;
head_pkey PRIMARY KEY (id);
one_head CHECK ((id = 1));
CREATE UNIQUE INDEX head_pkey ON newsroom.head USING btree (id);
CREATE TRIGGER head_before_delete BEFORE DELETE ON newsroom.head FOR EACH ROW EXECUTE FUNCTION head_before_delete() O;
CREATE TRIGGER head_before_insert BEFORE INSERT ON newsroom.head FOR EACH ROW EXECUTE FUNCTION head_before_insert() O;
CREATE TRIGGER head_before_update BEFORE UPDATE ON newsroom.head FOR EACH ROW EXECUTE FUNCTION head_before_update() O;
-- table hearing
@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner rows guarded also from the owner;
matter text COLLATE "C" NOT NULL;
n integer NOT NULL;
on_time text COLLATE "C" NOT NULL @_person=w/@_owner;
state text COLLATE "C" NOT NULL @_person=w/@_owner;
seq bigint NOT NULL;
hearing_matter_fkey FOREIGN KEY (matter) REFERENCES matter(ref);
hearing_pkey PRIMARY KEY (matter, n);
hearing_state CHECK ((state = ANY (ARRAY['planned'::text, 'held'::text])));
CREATE UNIQUE INDEX hearing_pkey ON newsroom.hearing USING btree (matter, n);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.hearing FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.hearing FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER hearing_before_delete BEFORE DELETE ON newsroom.hearing FOR EACH ROW EXECUTE FUNCTION hearing_before_delete() O;
CREATE TRIGGER hearing_before_insert BEFORE INSERT ON newsroom.hearing FOR EACH ROW EXECUTE FUNCTION hearing_before_insert() O;
CREATE TRIGGER hearing_before_update BEFORE UPDATE ON newsroom.hearing FOR EACH ROW EXECUTE FUNCTION hearing_before_update() O;
functions * or {@_owner} true CHECK true;
people_insert a or {@_person} CHECK reads(matter);
people_select r or {@_person} is_party(matter);
people_update w or {@_person} reads(matter);
-- table hold
@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner rows guarded also from the owner;
seq bigint NOT NULL;
matter text COLLATE "C" NOT NULL;
article text COLLATE "C" NOT NULL;
stops_publication boolean NOT NULL;
lifted bigint @_person=w/@_owner;
hold_matter_fkey FOREIGN KEY (matter) REFERENCES matter(ref);
hold_pkey PRIMARY KEY (seq);
CREATE INDEX hold_article ON newsroom.hold USING btree (article);
CREATE UNIQUE INDEX hold_pkey ON newsroom.hold USING btree (seq);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.hold FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.hold FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER hold_before_delete BEFORE DELETE ON newsroom.hold FOR EACH ROW EXECUTE FUNCTION hold_before_delete() O;
CREATE TRIGGER hold_before_insert BEFORE INSERT ON newsroom.hold FOR EACH ROW EXECUTE FUNCTION hold_before_insert() O;
CREATE TRIGGER hold_before_update BEFORE UPDATE ON newsroom.hold FOR EACH ROW EXECUTE FUNCTION hold_before_update() O;
functions * or {@_owner} true CHECK true;
people_insert a or {@_person} CHECK reads(matter);
people_select r or {@_person} true;
people_update w or {@_person} reads(matter);
-- table image
@_owner @_ceo=d/@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner;
sha256 text COLLATE "C" NOT NULL;
media_type text COLLATE "C" NOT NULL;
bytes bytea NOT NULL;
image_pkey PRIMARY KEY (sha256);
CREATE UNIQUE INDEX image_pkey ON newsroom.image USING btree (sha256);
CREATE TRIGGER b_itself BEFORE INSERT ON newsroom.image FOR EACH ROW EXECUTE FUNCTION image_is_itself() O;
CREATE TRIGGER image_before_delete BEFORE DELETE ON newsroom.image FOR EACH ROW EXECUTE FUNCTION image_before_delete() O;
CREATE TRIGGER image_before_insert BEFORE INSERT ON newsroom.image FOR EACH ROW EXECUTE FUNCTION image_before_insert() O;
CREATE TRIGGER image_before_update BEFORE UPDATE ON newsroom.image FOR EACH ROW EXECUTE FUNCTION image_before_update() O;
-- table indexed
@_owner @_owner=arwdDxt/@_owner @_person=arwd/@_owner;
number bigint NOT NULL;
article text COLLATE "C" NOT NULL;
seq bigint NOT NULL;
words tsvector NOT NULL;
indexed_article_key UNIQUE (article);
indexed_pkey PRIMARY KEY (number);
CREATE INDEX indexed_words ON newsroom.indexed USING gin (words);
CREATE UNIQUE INDEX indexed_article_key ON newsroom.indexed USING btree (article);
CREATE UNIQUE INDEX indexed_pkey ON newsroom.indexed USING btree (number);
-- table issued_text
@_owner @_ceo=a/@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
what text COLLATE "C" NOT NULL;
issue integer NOT NULL;
language text COLLATE "C" NOT NULL;
text text COLLATE "C" NOT NULL;
sha256 text COLLATE "C" NOT NULL;
from_time text COLLATE "C" NOT NULL;
seq bigint NOT NULL;
issued_text_pkey PRIMARY KEY (what, issue);
issued_what CHECK ((what = ANY (ARRAY['note'::text, 'label'::text])));
CREATE UNIQUE INDEX issued_text_pkey ON newsroom.issued_text USING btree (what, issue);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.issued_text FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.issued_text FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER b_as_touch_says BEFORE INSERT ON newsroom.issued_text FOR EACH ROW EXECUTE FUNCTION as_touch_says() O;
CREATE TRIGGER issued_text_before_delete BEFORE DELETE ON newsroom.issued_text FOR EACH ROW EXECUTE FUNCTION issued_text_before_delete() O;
CREATE TRIGGER issued_text_before_insert BEFORE INSERT ON newsroom.issued_text FOR EACH ROW EXECUTE FUNCTION issued_text_before_insert() O;
CREATE TRIGGER issued_text_before_update BEFORE UPDATE ON newsroom.issued_text FOR EACH ROW EXECUTE FUNCTION issued_text_before_update() O;
-- table joined_entry
@_owner @_ceo=a/@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
contributor text COLLATE "C" NOT NULL;
person text COLLATE "C" NOT NULL;
seq bigint NOT NULL;
joined_entry_contributor_fkey FOREIGN KEY (contributor) REFERENCES contributor(id);
joined_entry_person_fkey FOREIGN KEY (person) REFERENCES contributor(id);
joined_entry_pkey PRIMARY KEY (contributor);
CREATE UNIQUE INDEX joined_entry_pkey ON newsroom.joined_entry USING btree (contributor);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.joined_entry FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.joined_entry FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER joined_entry_before_delete BEFORE DELETE ON newsroom.joined_entry FOR EACH ROW EXECUTE FUNCTION joined_entry_before_delete() O;
CREATE TRIGGER joined_entry_before_insert BEFORE INSERT ON newsroom.joined_entry FOR EACH ROW EXECUTE FUNCTION joined_entry_before_insert() O;
CREATE TRIGGER joined_entry_before_update BEFORE UPDATE ON newsroom.joined_entry FOR EACH ROW EXECUTE FUNCTION joined_entry_before_update() O;
-- table login
@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner @_registrar=ard/@_owner rows guarded also from the owner;
role name COLLATE "C" NOT NULL;
contributor text COLLATE "C" NOT NULL;
login_contributor_fkey FOREIGN KEY (contributor) REFERENCES contributor(id) DEFERRABLE INITIALLY DEFERRED;
login_contributor_key UNIQUE (contributor);
login_pkey PRIMARY KEY (role);
CREATE UNIQUE INDEX login_contributor_key ON newsroom.login USING btree (contributor);
CREATE UNIQUE INDEX login_pkey ON newsroom.login USING btree (role);
functions * or {@_owner,@_registrar} true CHECK true;
people_select r or {@_person} ((role = SESSION_USER) OR (my_kind() = 'ceo'::text));
-- table matter
@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner rows guarded also from the owner;
ref text COLLATE "C" NOT NULL;
state text COLLATE "C" NOT NULL @_person=w/@_owner;
raised_by text COLLATE "C" NOT NULL;
received text COLLATE "C" NOT NULL;
due text COLLATE "C" @_person=w/@_owner;
updated text COLLATE "C" NOT NULL @_person=w/@_owner;
seq bigint NOT NULL;
matter_pkey PRIMARY KEY (ref);
CREATE INDEX matter_due ON newsroom.matter USING btree (due, ref);
CREATE INDEX matter_state_updated ON newsroom.matter USING btree (state, updated DESC, ref DESC);
CREATE INDEX matter_updated ON newsroom.matter USING btree (updated DESC, ref DESC);
CREATE UNIQUE INDEX matter_pkey ON newsroom.matter USING btree (ref);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.matter FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.matter FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER matter_before_delete BEFORE DELETE ON newsroom.matter FOR EACH ROW EXECUTE FUNCTION matter_before_delete() O;
CREATE TRIGGER matter_before_insert BEFORE INSERT ON newsroom.matter FOR EACH ROW EXECUTE FUNCTION matter_before_insert() O;
CREATE TRIGGER matter_before_update BEFORE UPDATE ON newsroom.matter FOR EACH ROW EXECUTE FUNCTION matter_before_update() O;
functions * or {@_owner} true CHECK true;
people_insert a or {@_person} CHECK (raised_by = me());
people_select r or {@_person} ((raised_by = me()) OR reads(ref));
people_update w or {@_person} ((raised_by = me()) OR reads(ref));
-- table matter_move
@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
from_state text COLLATE "C" NOT NULL;
to_state text COLLATE "C" NOT NULL;
matter_move_pkey PRIMARY KEY (from_state, to_state);
CREATE UNIQUE INDEX matter_move_pkey ON newsroom.matter_move USING btree (from_state, to_state);
CREATE TRIGGER matter_move_before_delete BEFORE DELETE ON newsroom.matter_move FOR EACH ROW EXECUTE FUNCTION matter_move_before_delete() O;
CREATE TRIGGER matter_move_before_insert BEFORE INSERT ON newsroom.matter_move FOR EACH ROW EXECUTE FUNCTION matter_move_before_insert() O;
CREATE TRIGGER matter_move_before_update BEFORE UPDATE ON newsroom.matter_move FOR EACH ROW EXECUTE FUNCTION matter_move_before_update() O;
-- table may_touch
@_owner @_owner=arwdDxt/@_owner;
act text COLLATE "C" NOT NULL;
by_kind text COLLATE "C" NOT NULL;
state text COLLATE "C" NOT NULL;
published boolean NOT NULL;
own boolean NOT NULL;
may_touch_pkey PRIMARY KEY (act, by_kind, state, published, own);
CREATE UNIQUE INDEX may_touch_pkey ON newsroom.may_touch USING btree (act, by_kind, state, published, own);
-- table mention
@_owner @_ceo=d/@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner;
seq bigint NOT NULL;
contributor text COLLATE "C" NOT NULL;
article text COLLATE "C" NOT NULL;
n integer NOT NULL;
mention_article_fkey FOREIGN KEY (article) REFERENCES article(id);
mention_pkey PRIMARY KEY (seq, contributor);
CREATE INDEX mention_contributor ON newsroom.mention USING btree (contributor, article);
CREATE UNIQUE INDEX mention_pkey ON newsroom.mention USING btree (seq, contributor);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.mention FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.mention FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER mention_before_delete BEFORE DELETE ON newsroom.mention FOR EACH ROW EXECUTE FUNCTION mention_before_delete() O;
CREATE TRIGGER mention_before_insert BEFORE INSERT ON newsroom.mention FOR EACH ROW EXECUTE FUNCTION mention_before_insert() O;
CREATE TRIGGER mention_before_update BEFORE UPDATE ON newsroom.mention FOR EACH ROW EXECUTE FUNCTION mention_before_update() O;
-- table off_record
@_owner @_ceo=d/@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner;
seq bigint NOT NULL;
n integer NOT NULL;
article text COLLATE "C" NOT NULL;
peer bigint NOT NULL;
counter integer NOT NULL;
length integer NOT NULL;
off boolean NOT NULL;
off_record_article_fkey FOREIGN KEY (article) REFERENCES article(id);
off_record_pkey PRIMARY KEY (seq, n);
CREATE INDEX off_record_peer ON newsroom.off_record USING btree (peer);
CREATE UNIQUE INDEX off_record_pkey ON newsroom.off_record USING btree (seq, n);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.off_record FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.off_record FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER off_record_before_delete BEFORE DELETE ON newsroom.off_record FOR EACH ROW EXECUTE FUNCTION off_record_before_delete() O;
CREATE TRIGGER off_record_before_insert BEFORE INSERT ON newsroom.off_record FOR EACH ROW EXECUTE FUNCTION off_record_before_insert() O;
CREATE TRIGGER off_record_before_update BEFORE UPDATE ON newsroom.off_record FOR EACH ROW EXECUTE FUNCTION off_record_before_update() O;
-- table peer
@_owner @_ceo=d/@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner;
peer bigint NOT NULL;
article text COLLATE "C" NOT NULL;
contributor text COLLATE "C" NOT NULL @_person=w/@_owner;
brought_by text COLLATE "C" NOT NULL;
origin text COLLATE "C" NOT NULL @_person=w/@_owner;
source text COLLATE "C" @_person=w/@_owner;
seq bigint NOT NULL;
peer_pkey PRIMARY KEY (peer);
CREATE INDEX peer_article ON newsroom.peer USING btree (article);
CREATE UNIQUE INDEX peer_pkey ON newsroom.peer USING btree (peer);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.peer FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.peer FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER b_as_touch_says BEFORE INSERT ON newsroom.peer FOR EACH ROW EXECUTE FUNCTION as_touch_says() O;
CREATE TRIGGER peer_before_delete BEFORE DELETE ON newsroom.peer FOR EACH ROW EXECUTE FUNCTION peer_before_delete() O;
CREATE TRIGGER peer_before_insert BEFORE INSERT ON newsroom.peer FOR EACH ROW EXECUTE FUNCTION peer_before_insert() O;
CREATE TRIGGER peer_before_update BEFORE UPDATE ON newsroom.peer FOR EACH ROW EXECUTE FUNCTION peer_before_update() O;
-- table proposal
@_owner @_ceo=d/@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner;
peer bigint NOT NULL;
article text COLLATE "C" NOT NULL;
contributor text COLLATE "C" NOT NULL;
state text COLLATE "C" NOT NULL @_person=w/@_owner;
seq bigint NOT NULL;
proposal_pkey PRIMARY KEY (peer);
CREATE UNIQUE INDEX proposal_pkey ON newsroom.proposal USING btree (peer);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.proposal FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.proposal FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER proposal_before_delete BEFORE DELETE ON newsroom.proposal FOR EACH ROW EXECUTE FUNCTION proposal_before_delete() O;
CREATE TRIGGER proposal_before_insert BEFORE INSERT ON newsroom.proposal FOR EACH ROW EXECUTE FUNCTION proposal_before_insert() O;
CREATE TRIGGER proposal_before_update BEFORE UPDATE ON newsroom.proposal FOR EACH ROW EXECUTE FUNCTION proposal_before_update() O;
-- table release
@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
version integer NOT NULL;
CREATE UNIQUE INDEX release_one ON newsroom.release USING btree ((true));
-- table seal
@_owner @_owner=arwdDxt/@_owner @_person=ard/@_owner rows guarded also from the owner;
seq bigint NOT NULL;
reader text COLLATE "C" NOT NULL;
subject text COLLATE "C" NOT NULL;
sealed bytea NOT NULL;
seal_pkey PRIMARY KEY (seq, reader);
seal_seq_fkey FOREIGN KEY (seq) REFERENCES touch(seq);
CREATE INDEX seal_reader ON newsroom.seal USING btree (reader, subject);
CREATE UNIQUE INDEX seal_pkey ON newsroom.seal USING btree (seq, reader);
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.seal FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER seal_before_delete BEFORE DELETE ON newsroom.seal FOR EACH ROW EXECUTE FUNCTION seal_before_delete() O;
CREATE TRIGGER seal_before_insert BEFORE INSERT ON newsroom.seal FOR EACH ROW EXECUTE FUNCTION seal_before_insert() O;
CREATE TRIGGER seal_before_update BEFORE UPDATE ON newsroom.seal FOR EACH ROW EXECUTE FUNCTION seal_before_update() O;
functions * or {@_owner} true CHECK true;
people_delete d or {@_person} reads(subject);
people_insert a or {@_person} CHECK true;
people_select r or {@_person} (is_party(subject) OR (reader = me()));
-- table sealed_file
@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner rows guarded also from the owner;
seq bigint NOT NULL;
n integer NOT NULL;
sha256 text COLLATE "C" NOT NULL;
content bytea @_person=w/@_owner;
sealed_file_pkey PRIMARY KEY (seq, n);
sealed_file_seq_fkey FOREIGN KEY (seq) REFERENCES touch(seq);
CREATE UNIQUE INDEX sealed_file_pkey ON newsroom.sealed_file USING btree (seq, n);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.sealed_file FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.sealed_file FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER sealed_file_before_delete BEFORE DELETE ON newsroom.sealed_file FOR EACH ROW EXECUTE FUNCTION sealed_file_before_delete() O;
CREATE TRIGGER sealed_file_before_insert BEFORE INSERT ON newsroom.sealed_file FOR EACH ROW EXECUTE FUNCTION sealed_file_before_insert() O;
CREATE TRIGGER sealed_file_before_update BEFORE UPDATE ON newsroom.sealed_file FOR EACH ROW EXECUTE FUNCTION sealed_file_before_update() O;
functions * or {@_owner} true CHECK true;
people_insert a or {@_person} CHECK true;
people_select r or {@_person} opens(seq);
people_update w or {@_person} opens(seq);
-- table setting
@_owner @_ceo=a/@_owner @_editor=a/@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
key text COLLATE "C" NOT NULL;
value json NOT NULL @_ceo=w/@_owner @_editor=w/@_owner;
seq bigint NOT NULL @_ceo=w/@_owner @_editor=w/@_owner;
setting_pkey PRIMARY KEY (key);
CREATE UNIQUE INDEX setting_pkey ON newsroom.setting USING btree (key);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.setting FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.setting FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER setting_before_delete BEFORE DELETE ON newsroom.setting FOR EACH ROW EXECUTE FUNCTION setting_before_delete() O;
CREATE TRIGGER setting_before_insert BEFORE INSERT ON newsroom.setting FOR EACH ROW EXECUTE FUNCTION setting_before_insert() O;
CREATE TRIGGER setting_before_update BEFORE UPDATE ON newsroom.setting FOR EACH ROW EXECUTE FUNCTION setting_before_update() O;
-- table sign_off
@_owner @_ceo=ad/@_owner @_editor=a/@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
seq bigint NOT NULL;
article text COLLATE "C" NOT NULL;
signer text COLLATE "C" NOT NULL;
responsible text COLLATE "C" NOT NULL;
text_sha256 text COLLATE "C" NOT NULL;
examined text COLLATE "C" NOT NULL @_ceo=w/@_owner;
facts text COLLATE "C" NOT NULL @_ceo=w/@_owner;
needs_agree boolean NOT NULL;
meets_exception boolean NOT NULL;
why_not json NOT NULL @_ceo=w/@_owner;
at text COLLATE "C" NOT NULL;
sign_off_article_fkey FOREIGN KEY (article) REFERENCES article(id);
sign_off_pkey PRIMARY KEY (seq);
CREATE INDEX sign_off_article ON newsroom.sign_off USING btree (article, seq);
CREATE UNIQUE INDEX sign_off_pkey ON newsroom.sign_off USING btree (seq);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.sign_off FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.sign_off FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER b_as_touch_says BEFORE INSERT ON newsroom.sign_off FOR EACH ROW EXECUTE FUNCTION as_touch_says() O;
CREATE TRIGGER sign_off_before_delete BEFORE DELETE ON newsroom.sign_off FOR EACH ROW EXECUTE FUNCTION sign_off_before_delete() O;
CREATE TRIGGER sign_off_before_insert BEFORE INSERT ON newsroom.sign_off FOR EACH ROW EXECUTE FUNCTION sign_off_before_insert() O;
CREATE TRIGGER sign_off_before_update BEFORE UPDATE ON newsroom.sign_off FOR EACH ROW EXECUTE FUNCTION sign_off_before_update() O;
-- view snapshot
@_owner @_owner=arwdDxt/@_owner @_person=arwd/@_owner;
article text COLLATE "C";
seq bigint;
bytes bytea;
state json;
SELECT article, seq, bytes, state FROM snapshot_of WHERE (contributor = me());;
-- table snapshot_of
@_owner @_owner=arwdDxt/@_owner;
article text COLLATE "C" NOT NULL;
seq bigint NOT NULL;
bytes bytea NOT NULL;
state json NOT NULL;
contributor text COLLATE "C" NOT NULL DEFAULT me();
snapshot_pkey PRIMARY KEY (contributor, article);
CREATE UNIQUE INDEX snapshot_pkey ON newsroom.snapshot_of USING btree (contributor, article);
-- table state_count
@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
state text COLLATE "C" NOT NULL;
count bigint NOT NULL;
state_count_pkey PRIMARY KEY (state);
CREATE UNIQUE INDEX state_count_pkey ON newsroom.state_count USING btree (state);
-- table text_row
@_owner @_ceo=d/@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner;
seq bigint NOT NULL;
article text COLLATE "C" NOT NULL;
peer bigint NOT NULL;
start integer NOT NULL;
"end" integer NOT NULL;
text_row_pkey PRIMARY KEY (seq);
CREATE INDEX text_row_peer ON newsroom.text_row USING btree (article, peer, start);
CREATE UNIQUE INDEX text_row_pkey ON newsroom.text_row USING btree (seq);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.text_row FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.text_row FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER b_as_touch_says BEFORE INSERT ON newsroom.text_row FOR EACH ROW EXECUTE FUNCTION as_touch_says() O;
CREATE TRIGGER text_row_before_delete BEFORE DELETE ON newsroom.text_row FOR EACH ROW EXECUTE FUNCTION text_row_before_delete() O;
CREATE TRIGGER text_row_before_insert BEFORE INSERT ON newsroom.text_row FOR EACH ROW EXECUTE FUNCTION text_row_before_insert() O;
CREATE TRIGGER text_row_before_update BEFORE UPDATE ON newsroom.text_row FOR EACH ROW EXECUTE FUNCTION text_row_before_update() O;
-- table touch
@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
seq bigint NOT NULL;
id text COLLATE "C" NOT NULL;
subject text COLLATE "C" NOT NULL;
contributor text COLLATE "C" NOT NULL;
kind text COLLATE "C" NOT NULL;
at text COLLATE "C" NOT NULL;
payload_digest text COLLATE "C" NOT NULL;
update_digest text COLLATE "C";
leaf bytea NOT NULL;
hash bytea NOT NULL;
text_leaves_rows TRIGGER DEFERRABLE INITIALLY DEFERRED;
touch_id_key UNIQUE (id);
touch_pkey PRIMARY KEY (seq);
CREATE INDEX touch_contributor ON newsroom.touch USING btree (contributor, kind, at);
CREATE INDEX touch_kind ON newsroom.touch USING btree (kind, at);
CREATE INDEX touch_subject ON newsroom.touch USING btree (subject, seq);
CREATE UNIQUE INDEX touch_id_key ON newsroom.touch USING btree (id);
CREATE UNIQUE INDEX touch_pkey ON newsroom.touch USING btree (seq);
CREATE CONSTRAINT TRIGGER text_leaves_rows AFTER INSERT ON newsroom.touch DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.kind = ANY (ARRAY['text'::text, 'proposed'::text]))) EXECUTE FUNCTION text_leaves_rows() O;
CREATE TRIGGER caches_forget AFTER INSERT ON newsroom.touch FOR EACH ROW WHEN ((new.kind = 'redacted'::text)) EXECUTE FUNCTION caches_forget() O;
CREATE TRIGGER touch_before_delete BEFORE DELETE ON newsroom.touch FOR EACH ROW EXECUTE FUNCTION touch_before_delete() O;
CREATE TRIGGER touch_before_insert BEFORE INSERT ON newsroom.touch FOR EACH ROW EXECUTE FUNCTION touch_before_insert() O;
CREATE TRIGGER touch_before_update BEFORE UPDATE ON newsroom.touch FOR EACH ROW EXECUTE FUNCTION touch_before_update() O;
-- view turn
@_owner @_owner=arwdDxt/@_owner @_person=rw/@_owner;
nothing text COLLATE "default";
SELECT NULL::text AS nothing;;
-- table unindexed
@_owner @_owner=arwdDxt/@_owner @_person=arwd/@_owner;
article text COLLATE "C" NOT NULL;
unindexed_pkey PRIMARY KEY (article);
CREATE UNIQUE INDEX unindexed_pkey ON newsroom.unindexed USING btree (article);
-- table version
@_owner @_ceo=ad/@_owner @_editor=a/@_owner @_owner=arwdDxt/@_owner @_person=r/@_owner;
article text COLLATE "C" NOT NULL;
number integer NOT NULL;
seq bigint NOT NULL;
text_sha256 text COLLATE "C" NOT NULL;
note_issue integer NOT NULL;
label_issue integer;
at text COLLATE "C" NOT NULL;
version_article_fkey FOREIGN KEY (article) REFERENCES article(id);
version_pkey PRIMARY KEY (article, number);
CREATE UNIQUE INDEX version_pkey ON newsroom.version USING btree (article, number);
CREATE TRIGGER a_new_touch BEFORE INSERT ON newsroom.version FOR EACH ROW EXECUTE FUNCTION by_new_touch() O;
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.version FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER b_as_touch_says BEFORE INSERT ON newsroom.version FOR EACH ROW EXECUTE FUNCTION as_touch_says() O;
CREATE TRIGGER version_before_delete BEFORE DELETE ON newsroom.version FOR EACH ROW EXECUTE FUNCTION version_before_delete() O;
CREATE TRIGGER version_before_insert BEFORE INSERT ON newsroom.version FOR EACH ROW EXECUTE FUNCTION version_before_insert() O;
CREATE TRIGGER version_before_update BEFORE UPDATE ON newsroom.version FOR EACH ROW EXECUTE FUNCTION version_before_update() O;
-- table writer
@_owner @_ceo=d/@_owner @_owner=arwdDxt/@_owner @_person=ar/@_owner;
article text COLLATE "C" NOT NULL;
contributor text COLLATE "C" NOT NULL;
writer_article_fkey FOREIGN KEY (article) REFERENCES article(id);
writer_pkey PRIMARY KEY (article, contributor);
CREATE UNIQUE INDEX writer_pkey ON newsroom.writer USING btree (article, contributor);
CREATE TRIGGER a_own_touch BEFORE INSERT OR DELETE OR UPDATE ON newsroom.writer FOR EACH STATEMENT EXECUTE FUNCTION by_own_touch() O;
CREATE TRIGGER writer_before_delete BEFORE DELETE ON newsroom.writer FOR EACH ROW EXECUTE FUNCTION writer_before_delete() O;
CREATE TRIGGER writer_before_insert BEFORE INSERT ON newsroom.writer FOR EACH ROW EXECUTE FUNCTION writer_before_insert() O;
CREATE TRIGGER writer_before_update BEFORE UPDATE ON newsroom.writer FOR EACH ROW EXECUTE FUNCTION writer_before_update() O;
-- function acceptance_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.acceptance_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample) AND NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.article AND contributor = OLD.contributor AND kind = 'taken-back')) THEN RAISE check_violation USING MESSAGE = 'append-only: an acceptance goes only when its decision is taken back'; END IF; RETURN OLD; END $function$;
-- function acceptance_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.acceptance_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM acceptance WHERE id = NEW.id)) THEN RAISE check_violation USING MESSAGE = 'append-only: an acceptance cannot be replaced'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head) AND subject = NEW.article AND contributor = NEW.contributor AND kind = 'accepted')) THEN RAISE check_violation USING MESSAGE = 'gate: an acceptance needs its touch'; END IF; RETURN NEW; END $function$;
-- function acceptance_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.acceptance_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: an acceptance cannot be changed'; RETURN NEW; END $function$;
-- function agreement_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.agreement_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample)) THEN RAISE check_violation USING MESSAGE = 'append-only: an agreement cannot be deleted'; END IF; RETURN OLD; END $function$;
-- function agreement_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.agreement_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM agreement WHERE seq = NEW.seq)) THEN RAISE check_violation USING MESSAGE = 'append-only: an agreement cannot be replaced'; END IF; IF (NOT EXISTS (SELECT 1 FROM sign_off s JOIN contributor c ON c.id = NEW.contributor WHERE s.seq = NEW.sign_off AND s.article = NEW.article AND s.text_sha256 = NEW.text_sha256 AND s.signer <> NEW.contributor AND c.active AND c.kind <> 'ai')) THEN RAISE check_violation USING MESSAGE = 'four-eyes: another active person agrees, bound to the same text'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.article AND contributor = NEW.contributor AND kind = 'agreed')) THEN RAISE check_violation USING MESSAGE = 'four-eyes: an agreement needs its touch'; END IF; RETURN NEW; END $function$;
-- function agreement_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.agreement_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: an agreement cannot be changed'; RETURN NEW; END $function$;
-- function allowed_move_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.allowed_move_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'states: the table of moves is the program''s'; RETURN OLD; END $function$;
-- function allowed_move_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.allowed_move_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM head WHERE seq > 0)) THEN RAISE check_violation USING MESSAGE = 'states: the table of moves is the program''s'; END IF; RETURN NEW; END $function$;
-- function allowed_move_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.allowed_move_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'states: the table of moves is the program''s'; RETURN NEW; END $function$;
-- function append_touch(text,text,text,text,text,bytea,bytea,bytea,bytea)
@_owner @_owner=X/@_owner @_person=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.append_touch(touch_id text, subject text, contributor text, kind text, at text, payload bytea, payload_salt bytea, update_bytes bytea, update_salt bytea) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ #variable_conflict use_variable DECLARE end_ head%ROWTYPE; who text := me(); told json; payload_digest text; update_digest text; leaf bytea; leaf_hash bytea; chained bytea; number bigint; BEGIN SELECT * INTO end_ FROM head FOR UPDATE; IF end_.seq = 0 AND who IS NULL AND kind = 'newsroom.made' AND pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = 'head'::regclass), 'MEMBER') THEN INSERT INTO login VALUES (session_user, contributor); who := contributor; END IF; IF who IS NULL THEN PERFORM refuse('who-may: this login speaks for nobody in the newsroom'); ELSIF contributor IS DISTINCT FROM who THEN PERFORM refuse('who-may: a touch is made in one''s own name'); ELSIF NOT (is_plain(touch_id, 100) AND is_plain(subject, 200) AND is_plain(kind, 60)) THEN PERFORM refuse('bad-input: a touch''s names must be plain ASCII'); ELSIF at !~ '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$' OR at IS NULL THEN PERFORM refuse('bad-input: a touch has a time in UTC, to the millisecond'); ELSIF at::timestamptz NOT BETWEEN now() - interval '400 days' AND clock_timestamp() + interval '10 minutes' THEN PERFORM refuse('bad-input: this computer''s clock is wrong: ' || at); ELSIF payload IS NULL OR payload_salt IS NULL OR length(payload_salt) NOT BETWEEN 16 AND 64 OR (update_bytes IS NULL) <> (update_salt IS NULL) OR length(update_salt) NOT BETWEEN 16 AND 64 THEN PERFORM refuse('bad-input: content and its salt come together'); ELSIF greatest(length(payload), length(update_bytes)) > 67108864 THEN PERFORM refuse('bad-input: a touch says more than 64 MB'); END IF; BEGIN told := convert_from(payload, 'UTF8')::json; EXCEPTION WHEN data_exception THEN PERFORM refuse('bad-input: what a touch says is JSON in UTF-8'); END; IF json_typeof(told) <> 'object' THEN PERFORM refuse('bad-input: what a touch says is an object'); END IF; PERFORM touch_allowed(end_.seq, subject, who, kind, told); number := end_.seq + 1; payload_digest := encode(sha256(payload_salt || payload), 'hex'); update_digest := encode(sha256(update_salt || update_bytes), 'hex'); leaf := convert_to( '{"at":"' || at || '","contributor":"' || who || '","id":"' || touch_id || '","kind":"' || kind || '","payload":"' || payload_digest || '","seq":' || number || ',"subject":"' || subject || '","update":' || coalesce('"' || update_digest || '"', 'null') || '}', 'UTF8'); leaf_hash := sha256('\x00'::bytea || leaf); chained := sha256(end_.hash || leaf_hash); INSERT INTO touch (seq, id, subject, contributor, kind, at, payload_digest, update_digest, leaf, hash) VALUES (number, touch_id, subject, who, kind, at, payload_digest, update_digest, leaf, chained); INSERT INTO content (seq, payload, payload_salt, "update", update_salt, confidential) VALUES (number, payload, payload_salt, update_bytes, update_salt, CASE WHEN kind = 'matter.opened' OR told -> 'sealed' IS NOT NULL OR EXISTS (SELECT 1 FROM matter m WHERE m.ref = subject) THEN subject END); UPDATE head SET seq = number, hash = chained, peaks = peaks_with(end_.peaks, leaf_hash), since = CASE WHEN xact = pg_current_xact_id() THEN since ELSE number END, xact = pg_current_xact_id(); PERFORM tell_of(number, subject); RETURN number; END $function$;
-- function approved_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.approved_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample)) THEN RAISE check_violation USING MESSAGE = 'append-only: what is approved cannot be deleted'; END IF; RETURN OLD; END $function$;
-- function approved_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.approved_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = NEW.article AND kind IN ('accepted', 'taken-back', 'moved.publish', 'moved.correct', 'moved.drop-correction'))) THEN RAISE check_violation USING MESSAGE = 'gate: what is approved needs its touch'; END IF; RETURN NEW; END $function$;
-- function approved_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.approved_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.article <> OLD.article OR NEW.part <> OLD.part OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.article AND kind IN ('accepted', 'taken-back', 'moved.publish', 'moved.correct', 'moved.drop-correction', 'redacted'))) THEN RAISE check_violation USING MESSAGE = 'gate: what is approved changes by a touch only'; END IF; RETURN NEW; END $function$;
-- function article_after_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.article_after_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN UPDATE state_count SET count = count - 1 WHERE state = OLD.state; RETURN NULL; END $function$;
-- function article_after_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.article_after_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN INSERT INTO state_count (state, count) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET count = state_count.count + 1; RETURN NULL; END $function$;
-- function article_after_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.article_after_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.state <> OLD.state) THEN UPDATE state_count SET count = count - 1 WHERE state = OLD.state; INSERT INTO state_count (state, count) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET count = state_count.count + 1; END IF; RETURN NULL; END $function$;
-- function article_as_made()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.article_as_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF NOT EXISTS ( SELECT 1 FROM touch t CROSS JOIN LATERAL said(t.seq) AS told WHERE t.seq >= (SELECT since FROM head) AND t.subject = NEW.id AND t.kind = 'article.made' AND t.contributor = NEW.made_by AND NEW.text_seq = t.seq AND NEW.decided_seq = 0 AND NEW.language = told ->> 'language' AND NEW.sample = (told ->> 'sample')::boolean AND NEW.translation_of IS NOT DISTINCT FROM told ->> 'translation_of') THEN PERFORM refuse('append-only: a piece begins as its touch says'); END IF; RETURN NEW; END $function$;
-- function article_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.article_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT OLD.sample) THEN RAISE check_violation USING MESSAGE = 'append-only: an article is spiked or withdrawn, never deleted'; END IF; RETURN OLD; END $function$;
-- function article_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.article_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM article WHERE id = NEW.id)) THEN RAISE check_violation USING MESSAGE = 'append-only: an article cannot be replaced'; END IF; IF (NEW.state <> 'draft' OR NEW.version <> 0) THEN RAISE check_violation USING MESSAGE = 'states: an article starts as a draft'; END IF; RETURN NEW; END $function$;
-- function article_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.article_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.id AND kind <> 'exported' AND kind NOT LIKE 'comment.%')) THEN RAISE check_violation USING MESSAGE = 'states: a row follows from its newest touch'; END IF; IF (NEW.text_seq < OLD.text_seq OR NEW.decided_seq < OLD.decided_seq OR (NEW.text_seq <> OLD.text_seq AND NOT EXISTS ( SELECT 1 FROM touch WHERE seq = NEW.text_seq AND subject = OLD.id)) OR (NEW.decided_seq <> OLD.decided_seq AND NOT EXISTS ( SELECT 1 FROM touch WHERE seq = NEW.decided_seq AND subject = OLD.id AND kind IN ('accepted', 'rejected', 'taken-back')))) THEN RAISE check_violation USING MESSAGE = 'append-only: a text and its decisions only move forward'; END IF; IF (NEW.state = 'published' AND OLD.state <> 'published' AND NEW.version > OLD.version) THEN IF (EXISTS (SELECT 1 FROM hold WHERE article = NEW.id AND stops_publication AND lifted IS NULL)) THEN RAISE check_violation USING MESSAGE = 'gate: a matter holds this piece'; END IF; END IF; IF (NEW.state <> OLD.state) THEN IF (NOT EXISTS (SELECT 1 FROM allowed_move WHERE from_state = OLD.state AND to_state = NEW.state AND was_published = (OLD.version > 0))) THEN RAISE check_violation USING MESSAGE = 'states: this move is not allowed'; END IF; IF (EXISTS (SELECT 1 FROM allowed_move m JOIN touch t ON t.seq = (SELECT seq FROM head) AND t.subject = OLD.id JOIN contributor c ON c.id = t.contributor WHERE m.from_state = OLD.state AND m.to_state = NEW.state AND m.was_published = (OLD.version > 0) AND NOT (c.kind = 'ceo' OR (c.kind = 'editor' AND m.who <> 'ceo') OR (m.who = 'writers' AND (OLD.assigned_to = c.id OR EXISTS (SELECT 1 FROM writer w WHERE w.article = OLD.id AND w.contributor = c.id)))))) THEN RAISE check_violation USING MESSAGE = 'who-may: this move is not theirs to make'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.id AND kind LIKE 'moved.%')) THEN RAISE check_violation USING MESSAGE = 'states: a move needs its touch'; END IF; END IF; IF (NEW.state = 'published' AND OLD.state <> 'published') THEN IF (NEW.version > OLD.version AND NOT EXISTS (SELECT 1 FROM sign_off s WHERE s.article = NEW.id AND s.text_sha256 = NEW.text_sha256 AND s.seq > NEW.text_seq AND s.seq > OLD.decided_seq AND s.seq > (SELECT coalesce(max(v.seq), 0) FROM version v WHERE v.article = NEW.id AND v.number < NEW.version))) THEN RAISE check_violation USING MESSAGE = 'gate: the text is not signed off as it stands'; END IF; IF (NEW.version > OLD.version AND EXISTS (SELECT 1 FROM sign_off s WHERE s.article = NEW.id AND s.needs_agree AND s.seq = (SELECT max(seq) FROM sign_off WHERE article = NEW.id)) AND NOT EXISTS (SELECT 1 FROM agreement a JOIN sign_off s ON s.seq = a.sign_off JOIN contributor c ON c.id = a.contributor WHERE s.article = NEW.id AND a.text_sha256 = NEW.text_sha256 AND a.contributor <> s.signer AND c.active AND c.kind <> 'ai' AND s.seq = (SELECT max(seq) FROM sign_off WHERE article = NEW.id))) THEN RAISE check_violation USING MESSAGE = 'four-eyes: nobody else vouches for the signer''s own words'; END IF; IF (NEW.version > OLD.version AND OLD.undecided) THEN RAISE check_violation USING MESSAGE = 'gate: a change is not decided'; END IF; IF (NOT EXISTS (SELECT 1 FROM version v WHERE v.article = NEW.id AND v.number = NEW.version AND v.text_sha256 = NEW.text_sha256)) THEN RAISE check_violation USING MESSAGE = 'gate: the version is not in the record'; END IF; END IF; IF (NEW.id <> OLD.id OR NEW.sample <> OLD.sample OR NEW.made_by <> OLD.made_by) THEN RAISE check_violation USING MESSAGE = 'append-only: an article stays what it was made as'; END IF; IF (NEW.text_sha256 <> OLD.text_sha256) THEN IF (NEW.text_seq <= OLD.text_seq OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.text_seq AND subject = NEW.id)) THEN RAISE check_violation USING MESSAGE = 'states: a text changes by a touch only'; END IF; END IF; IF (OLD.state IN ('published', 'spiked', 'withdrawn') AND NEW.state = OLD.state) THEN IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.id AND kind = 'redacted') AND (NEW.text_sha256 <> OLD.text_sha256 OR NEW.headline <> OLD.headline OR NEW.dateline <> OLD.dateline OR NEW.date_line <> OLD.date_line OR NEW.language <> OLD.language OR NEW.words <> OLD.words OR NEW.text_seq <> OLD.text_seq)) THEN RAISE check_violation USING MESSAGE = 'states: nobody may change the text of a piece in this state'; END IF; END IF; IF (NEW.version <> OLD.version) THEN IF (NEW.version <> OLD.version + 1 OR NEW.state <> 'published' OR OLD.state <> 'edit') THEN RAISE check_violation USING MESSAGE = 'states: versions count up by one, at publication'; END IF; END IF; RETURN NEW; END $function$;
-- function article_by_kind()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.article_by_kind() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ DECLARE kinds text[]; just_now boolean; BEGIN SELECT coalesce(array_agg(t.kind), '{}'), coalesce(bool_or(t.at = NEW.updated), false) INTO kinds, just_now FROM touch t WHERE t.seq >= (SELECT since FROM head) AND t.subject = OLD.id; IF (NEW.headline, NEW.dateline, NEW.date_line, NEW.words, NEW.text_sha256, NEW.text_seq, NEW.language) IS DISTINCT FROM (OLD.headline, OLD.dateline, OLD.date_line, OLD.words, OLD.text_sha256, OLD.text_seq, OLD.language) AND NOT kinds && ARRAY['text', 'taken-in', 'set-aside', 'accepted', 'rejected', 'taken-back', 'source.named', 'image.added', 'image.flagged', 'image.removed', 'details', 'redacted', 'article.made', 'moved.correct', 'moved.drop-correction'] THEN PERFORM refuse('states: a text changes by a touch of the text only'); ELSIF (NEW.desk, NEW.due, NEW.assigned_to, NEW.language) IS DISTINCT FROM (OLD.desk, OLD.due, OLD.assigned_to, OLD.language) AND NOT kinds && ARRAY['details'] THEN PERFORM refuse('states: details change by their touch only'); ELSIF (NEW.shares::text, NEW.ai_share, NEW.undecided, NEW.decided_seq) IS DISTINCT FROM (OLD.shares::text, OLD.ai_share, OLD.undecided, OLD.decided_seq) AND kinds <@ ARRAY['agreed', 'signed-off', 'exported', 'ai.asked'] THEN PERFORM refuse('states: what follows from a text changes with it only'); ELSIF NEW.updated <> OLD.updated AND NOT just_now THEN PERFORM refuse('states: a piece was changed when its touch was made'); ELSIF NEW.state <> OLD.state AND NOT EXISTS ( SELECT 1 FROM touch t WHERE t.seq >= (SELECT since FROM head) AND t.subject = OLD.id AND t.kind LIKE 'moved.%' AND said(t.seq) ->> 'to' = NEW.state) THEN PERFORM refuse('states: a piece goes where its touch says'); END IF; RETURN NEW; END $function$;
-- function article_image_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.article_image_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample) AND NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.article AND kind = 'image.removed')) THEN RAISE check_violation USING MESSAGE = 'append-only: a picture of a piece cannot be deleted'; END IF; RETURN OLD; END $function$;
-- function article_image_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.article_image_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM article_image WHERE article = NEW.article AND n = NEW.n)) THEN RAISE check_violation USING MESSAGE = 'append-only: a picture of a piece cannot be replaced'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = NEW.article AND kind = 'image.added')) THEN RAISE check_violation USING MESSAGE = 'states: a picture of a piece needs its touch'; END IF; RETURN NEW; END $function$;
-- function article_image_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.article_image_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.article <> OLD.article OR NEW.n <> OLD.n OR NEW.sha256 <> OLD.sha256 OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.article AND kind = 'image.flagged')) THEN RAISE check_violation USING MESSAGE = 'states: a picture of a piece changes by a touch only'; END IF; RETURN NEW; END $function$;
-- function as_touch_says()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.as_touch_says() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ DECLARE told json := said(CASE WHEN TG_TABLE_NAME = 'contributor' AND TG_OP = 'UPDATE' THEN (SELECT seq FROM head) ELSE NEW.seq END); new_ json; fits boolean; BEGIN IF TG_TABLE_NAME = 'peer' THEN new_ := told -> 'new'; fits := NEW.peer::text = told ->> 'peer' AND NEW.contributor = new_ ->> 'contributor' AND NEW.origin = new_ ->> 'origin' AND NEW.source IS NOT DISTINCT FROM new_ ->> 'source'; ELSIF TG_TABLE_NAME = 'text_row' THEN fits := NEW.peer::text = told ->> 'peer' AND NEW.start::text = told ->> 'start' AND NEW."end"::text = told ->> 'end'; ELSIF TG_TABLE_NAME = 'sign_off' THEN fits := NEW.text_sha256 = told ->> 'text_sha256' AND NEW.responsible = told ->> 'responsible' AND NEW.needs_agree = (told ->> 'needs_agree')::boolean AND NEW.meets_exception = (told ->> 'meets_exception')::boolean; ELSIF TG_TABLE_NAME = 'agreement' THEN fits := NEW.text_sha256 = told ->> 'text_sha256' AND NEW.sign_off::text = told ->> 'sign_off'; ELSIF TG_TABLE_NAME = 'version' THEN fits := NEW.text_sha256 = told ->> 'text_sha256' AND NEW.number::text = told ->> 'version' AND NEW.note_issue::text = told -> 'finished' -> 'note' ->> 'issue' AND NEW.label_issue::text IS NOT DISTINCT FROM told -> 'finished' -> 'label' ->> 'issue'; ELSIF TG_TABLE_NAME = 'issued_text' THEN fits := NEW.text = told ->> 'text' AND NEW.language = told ->> 'language' AND NEW.issue::text = told ->> 'issue'; ELSIF TG_OP = 'INSERT' THEN fits := NEW.kind = told ->> 'kind' AND NEW.name = told ->> 'name' AND NEW.active AND NEW.public_key IS NULL; ELSE fits := (NEW.public_key IS NOT DISTINCT FROM OLD.public_key OR (OLD.public_key IS NULL AND NEW.public_key = told ->> 'public_key' AND EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND kind = 'key.named' AND subject = NEW.id AND contributor = NEW.id))) AND (NEW.kind = OLD.kind OR NEW.kind = told ->> 'kind') AND (NEW.active = OLD.active OR NEW.active = (told ->> 'active')::boolean) AND (NEW.name = OLD.name OR NEW.name = told ->> 'name'); END IF; IF fits IS NOT TRUE THEN PERFORM refuse('append-only: a row says what its touch says'); END IF; RETURN NEW; END $function$;
-- function by_new_touch()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.by_new_touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF NEW.seq < (SELECT since FROM head) THEN PERFORM refuse('append-only: a row follows from a touch of its own transaction'); END IF; RETURN NEW; END $function$;
-- function by_own_touch()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.by_own_touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF NOT EXISTS (SELECT 1 FROM head WHERE xact = pg_current_xact_id_if_assigned()) THEN PERFORM refuse('append-only: a row follows from a touch of its own transaction'); END IF; RETURN NULL; END $function$;
-- function caches_forget()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.caches_forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN DELETE FROM snapshot_of WHERE article = NEW.subject; RETURN NULL; END $function$;
-- function claim_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.claim_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a claim cannot be deleted'; RETURN OLD; END $function$;
-- function claim_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.claim_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM claim WHERE matter = NEW.matter AND n = NEW.n)) THEN RAISE check_violation USING MESSAGE = 'append-only: a claim cannot be replaced'; END IF; IF (NEW.premature <> (NOT EXISTS (SELECT 1 FROM hearing WHERE matter = NEW.matter AND state = 'held')) OR NEW.n <> (SELECT count(*) FROM claim WHERE matter = NEW.matter) + 1 OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head) AND subject = NEW.matter AND kind = 'claim.made')) THEN RAISE check_violation USING MESSAGE = 'first-hearing: before the first hearing a claim is premature'; END IF; RETURN NEW; END $function$;
-- function claim_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.claim_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a claim cannot be changed'; RETURN NEW; END $function$;
-- function comment_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.comment_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample)) THEN RAISE check_violation USING MESSAGE = 'append-only: a comment cannot be deleted'; END IF; RETURN OLD; END $function$;
-- function comment_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.comment_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM comment WHERE seq = NEW.seq)) THEN RAISE check_violation USING MESSAGE = 'append-only: a comment cannot be replaced'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head) AND subject = NEW.article AND kind = CASE WHEN NEW.reply THEN 'comment.replied' ELSE 'comment.added' END) OR NEW.resolved IS NOT NULL) THEN RAISE check_violation USING MESSAGE = 'append-only: a comment needs its touch'; END IF; IF (CASE WHEN NEW.reply THEN NOT EXISTS (SELECT 1 FROM comment WHERE article = NEW.article AND n = NEW.n AND NOT reply) ELSE NEW.n <> (SELECT count(*) FROM comment WHERE article = NEW.article AND NOT reply) + 1 END) THEN RAISE check_violation USING MESSAGE = 'append-only: threads are numbered, and a reply needs its thread'; END IF; RETURN NEW; END $function$;
-- function comment_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.comment_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.seq <> OLD.seq OR NEW.article <> OLD.article OR NEW.n <> OLD.n OR NEW.reply <> OLD.reply OR OLD.reply OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.article AND ((kind = 'comment.resolved' AND NEW.resolved = seq AND OLD.resolved IS NULL) OR (kind = 'comment.replied' AND NEW.resolved IS NULL)))) THEN RAISE check_violation USING MESSAGE = 'append-only: a comment is resolved or answered by a touch, else it stays'; END IF; RETURN NEW; END $function$;
-- function confidential_touches()
@_owner @_owner=X/@_owner @_person=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.confidential_touches() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ SELECT seq FROM content WHERE confidential IS NOT NULL AND NOT may_read(seq, confidential) $function$;
-- function confirmation_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.confirmation_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a confirmation cannot be deleted'; RETURN OLD; END $function$;
-- function confirmation_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.confirmation_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM confirmation WHERE seq = NEW.seq)) THEN RAISE check_violation USING MESSAGE = 'append-only: a confirmation cannot be replaced'; END IF; IF (NEW.of_person AND NOT EXISTS (SELECT 1 FROM hearing WHERE matter = NEW.matter AND state = 'held')) THEN RAISE check_violation USING MESSAGE = 'first-hearing: no person''s help is confirmed before the first hearing'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch t JOIN seal s ON s.reader = t.contributor AND s.subject = t.subject WHERE t.seq = NEW.seq AND t.seq = (SELECT seq FROM head) AND t.subject = NEW.matter AND t.kind = 'claim.confirmed')) THEN RAISE check_violation USING MESSAGE = 'who-may: only who decides a matter confirms'; END IF; IF (EXISTS (SELECT 1 FROM matter WHERE ref = NEW.matter AND state = 'closed')) THEN RAISE check_violation USING MESSAGE = 'states: a closed matter confirms nothing'; END IF; RETURN NEW; END $function$;
-- function confirmation_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.confirmation_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a confirmation cannot be changed'; RETURN NEW; END $function$;
-- function content_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.content_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: content cannot be deleted'; RETURN OLD; END $function$;
-- function content_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.content_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM content WHERE seq = NEW.seq)) THEN RAISE check_violation USING MESSAGE = 'append-only: content cannot be replaced'; END IF; RETURN NEW; END $function$;
-- function content_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.content_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.seq <> OLD.seq OR NEW.erased_by IS NULL OR (NEW.payload IS NULL) <> (NEW.payload_salt IS NULL) OR (NEW."update" IS NULL) <> (OLD."update" IS NULL) OR (NEW.update_salt IS NULL) <> (OLD.update_salt IS NULL) OR NOT EXISTS (SELECT 1 FROM touch e JOIN contributor c ON c.id = e.contributor WHERE e.seq = NEW.erased_by AND e.seq = (SELECT seq FROM head) AND e.kind IN ('erased', 'redacted') AND (c.kind = 'ceo' OR EXISTS (SELECT 1 FROM seal s JOIN touch o ON o.subject = s.subject WHERE o.seq = OLD.seq AND s.reader = c.id)))) THEN RAISE check_violation USING MESSAGE = 'append-only: content is erased by its reader or stays as it is'; END IF; IF (EXISTS (SELECT 1 FROM hold h JOIN touch o ON o.subject = h.article WHERE o.seq = OLD.seq AND h.lifted IS NULL)) THEN RAISE check_violation USING MESSAGE = 'append-only: a matter holds this piece, and nothing of it is erased'; END IF; RETURN NEW; END $function$;
-- function contributor_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.contributor_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a contributor is ended, never deleted'; RETURN OLD; END $function$;
-- function contributor_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.contributor_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM contributor WHERE id = NEW.id OR name = NEW.name)) THEN RAISE check_violation USING MESSAGE = 'append-only: a contributor cannot be replaced'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.id AND kind = 'contributor.added')) THEN RAISE check_violation USING MESSAGE = 'who-may: a contributor needs their touch'; END IF; RETURN NEW; END $function$;
-- function contributor_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.contributor_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.id <> OLD.id OR (NEW.kind = 'ai') <> (OLD.kind = 'ai')) THEN RAISE check_violation USING MESSAGE = 'append-only: an AI stays an AI, a person a person'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.id)) THEN RAISE check_violation USING MESSAGE = 'who-may: contributors change by a touch only'; END IF; RETURN NEW; END $function$;
-- function font_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.font_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a font cannot be deleted'; RETURN OLD; END $function$;
-- function font_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.font_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM font WHERE sha256 = NEW.sha256)) THEN RAISE check_violation USING MESSAGE = 'append-only: a font cannot be replaced'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND kind = 'font.added')) THEN RAISE check_violation USING MESSAGE = 'who-may: a font needs its touch'; END IF; RETURN NEW; END $function$;
-- function font_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.font_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a font cannot be changed'; RETURN NEW; END $function$;
-- function give_login(text,text,text)
@_registrar @_ceo=X/@_registrar @_registrar=X/@_registrar;
CREATE OR REPLACE FUNCTION newsroom.give_login(contributor text, login_role text, verifier text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ #variable_conflict use_variable DECLARE kind_ text := (SELECT c.kind FROM contributor c WHERE c.id = contributor AND c.active); BEGIN IF my_kind() IS DISTINCT FROM 'ceo' THEN PERFORM refuse('who-may: only the CEO gives logins'); ELSIF kind_ IS NULL OR kind_ = 'ai' THEN PERFORM refuse('bad-input: a login is given to an active person'); ELSIF login_role !~ '^[a-z][a-z0-9_.-]{0,39}$' OR login_role IS NULL OR login_role LIKE 'pg\_%' THEN PERFORM refuse('bad-input: a login is named by small letters, figures, _ . and -'); ELSIF verifier !~ '^SCRAM-SHA-256\$\d{4,6}:[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$' OR verifier IS NULL THEN PERFORM refuse('bad-input: a password comes as its SCRAM verifier'); ELSIF EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = login_role) THEN PERFORM refuse('conflict: there is a login of this name already'); END IF; IF contributor = me() AND pg_has_role(session_user, '@_owner', 'MEMBER') THEN DELETE FROM login l WHERE l.contributor = me(); ELSIF EXISTS (SELECT 1 FROM login l WHERE l.contributor = give_login.contributor) THEN PERFORM refuse('conflict: a person has one login, and this one has theirs'); END IF; EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION' ' NOBYPASSRLS INHERIT CONNECTION LIMIT 20 PASSWORD %L', login_role, verifier); EXECUTE format('GRANT %I TO %I', '@_' || kind_, login_role); INSERT INTO login VALUES (login_role, contributor); END $function$;
-- function head_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.head_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: the head cannot be deleted'; RETURN OLD; END $function$;
-- function head_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.head_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM head)) THEN RAISE check_violation USING MESSAGE = 'append-only: there is one head'; END IF; RETURN NEW; END $function$;
-- function head_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.head_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.seq <> OLD.seq + 1 OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND hash = NEW.hash)) THEN RAISE check_violation USING MESSAGE = 'append-only: the head moves to the newest touch only'; END IF; RETURN NEW; END $function$;
-- function hearing_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.hearing_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a hearing cannot be deleted'; RETURN OLD; END $function$;
-- function hearing_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.hearing_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM hearing WHERE matter = NEW.matter AND n = NEW.n)) THEN RAISE check_violation USING MESSAGE = 'append-only: a hearing cannot be replaced'; END IF; IF (NEW.state <> 'planned' OR NEW.n <> (SELECT count(*) FROM hearing WHERE matter = NEW.matter) + 1 OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head) AND subject = NEW.matter AND kind = 'hearing.planned')) THEN RAISE check_violation USING MESSAGE = 'first-hearing: a hearing is planned before it is held, in order'; END IF; RETURN NEW; END $function$;
-- function hearing_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.hearing_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (OLD.state = 'held' OR NEW.matter <> OLD.matter OR NEW.n <> OLD.n OR NEW.seq <> OLD.seq) THEN RAISE check_violation USING MESSAGE = 'append-only: a hearing that was held stays held'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.matter AND ((NEW.state = 'held' AND kind = 'hearing.held' AND NEW.on_time = OLD.on_time AND OLD.on_time <= at) OR (NEW.state = 'planned' AND kind = 'hearing.adjourned')))) THEN RAISE check_violation USING MESSAGE = 'first-hearing: a hearing is held once its day has come, by its touch'; END IF; RETURN NEW; END $function$;
-- function hold_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.hold_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a hold is lifted, never deleted'; RETURN OLD; END $function$;
-- function hold_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.hold_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM hold WHERE seq = NEW.seq)) THEN RAISE check_violation USING MESSAGE = 'append-only: a hold cannot be replaced'; END IF; IF (NEW.lifted IS NOT NULL OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head) AND subject = NEW.matter AND kind = 'matter.held')) THEN RAISE check_violation USING MESSAGE = 'append-only: a hold needs its touch'; END IF; RETURN NEW; END $function$;
-- function hold_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.hold_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.seq <> OLD.seq OR NEW.matter <> OLD.matter OR NEW.article <> OLD.article OR NEW.stops_publication <> OLD.stops_publication OR OLD.lifted IS NOT NULL OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.lifted AND seq = (SELECT seq FROM head) AND subject = OLD.matter AND kind = 'matter.held')) THEN RAISE check_violation USING MESSAGE = 'append-only: a hold is lifted by a touch, else it stays'; END IF; RETURN NEW; END $function$;
-- function image_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.image_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM article_image WHERE sha256 = OLD.sha256)) THEN RAISE check_violation USING MESSAGE = 'append-only: a picture of a piece cannot be deleted'; END IF; RETURN OLD; END $function$;
-- function image_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.image_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM image WHERE sha256 = NEW.sha256)) THEN RAISE check_violation USING MESSAGE = 'append-only: a picture cannot be replaced'; END IF; RETURN NEW; END $function$;
-- function image_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.image_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a picture cannot be changed'; RETURN NEW; END $function$;
-- function image_is_itself()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.image_is_itself() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF my_kind() IS NULL OR NEW.sha256 <> encode(sha256(NEW.bytes), 'hex') THEN PERFORM refuse('bad-input: a file is kept under its own hash'); END IF; RETURN NEW; END $function$;
-- function is_party(text)
@_owner @_owner=X/@_owner @_person=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.is_party(ref text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ SELECT reads($1) OR EXISTS (SELECT 1 FROM matter m WHERE m.ref = $1 AND m.raised_by = me()) $function$;
-- function is_plain(text,integer)
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.is_plain(value text, longest integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $function$ SELECT coalesce(value ~ '^[ -~]+$' AND value !~ '["\\]' AND length(value) <= longest, false) $function$;
-- function issued_text_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.issued_text_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: an issued text cannot be deleted'; RETURN OLD; END $function$;
-- function issued_text_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.issued_text_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM issued_text WHERE what = NEW.what AND issue = NEW.issue)) THEN RAISE check_violation USING MESSAGE = 'append-only: an issue cannot be replaced'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch JOIN contributor ON contributor.id = touch.contributor WHERE touch.seq = NEW.seq AND touch.kind = NEW.what || '.issued' AND contributor.kind = 'ceo')) THEN RAISE check_violation USING MESSAGE = 'who-may: only the CEO issues the reader note and the label'; END IF; RETURN NEW; END $function$;
-- function issued_text_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.issued_text_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: an issued text cannot be changed'; RETURN NEW; END $function$;
-- function joined_entry_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.joined_entry_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a joined entry stays joined'; RETURN OLD; END $function$;
-- function joined_entry_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.joined_entry_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM joined_entry WHERE contributor IN (NEW.contributor, NEW.person) OR person = NEW.contributor)) THEN RAISE check_violation USING MESSAGE = 'append-only: an entry is joined once'; END IF; IF (NEW.contributor = NEW.person OR EXISTS (SELECT 1 FROM contributor WHERE id IN (NEW.contributor, NEW.person) AND kind = 'ai') OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head) AND subject = NEW.contributor AND kind = 'contributor.joined')) THEN RAISE check_violation USING MESSAGE = 'who-may: entries of one person are joined by a touch, and no AI to a person'; END IF; RETURN NEW; END $function$;
-- function joined_entry_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.joined_entry_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a joined entry stays joined'; RETURN NEW; END $function$;
-- function leaves_no_matter_shut()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.leaves_no_matter_shut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF EXISTS (SELECT 1 FROM seal s JOIN matter m ON m.ref = s.subject JOIN contributor c ON c.id = s.reader AND c.active GROUP BY s.subject HAVING bool_and(s.reader = OLD.id)) THEN PERFORM refuse('conflict: nobody else could read a matter that they read'); END IF; RETURN NEW; END $function$;
-- function lock_head()
@_owner @_owner=X/@_owner @_person=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.lock_head() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN PERFORM 1 FROM head FOR UPDATE; END $function$;
-- function login_follows()
@_registrar @_registrar=X/@_registrar;
CREATE OR REPLACE FUNCTION newsroom.login_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ DECLARE role_ name := (SELECT role FROM login WHERE contributor = NEW.id); BEGIN IF role_ IS NULL OR pg_has_role(role_, '@_owner', 'MEMBER') THEN RETURN NULL; END IF; EXECUTE format('REVOKE %I FROM %I', '@_' || OLD.kind, role_); IF NEW.active THEN EXECUTE format('GRANT %I TO %I', '@_' || NEW.kind, role_); END IF; EXECUTE format('ALTER ROLE %I %s', role_, CASE WHEN NEW.active THEN 'LOGIN' ELSE 'NOLOGIN' END); RETURN NULL; END $function$;
-- function matter_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.matter_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a matter is closed, never deleted'; RETURN OLD; END $function$;
-- function matter_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.matter_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM matter WHERE ref = NEW.ref)) THEN RAISE check_violation USING MESSAGE = 'append-only: a matter cannot be replaced'; END IF; IF (NEW.state <> 'received' OR NEW.ref <> printf('E-%04d', (SELECT count(*) FROM matter) + 1) OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head) AND subject = NEW.ref AND contributor = NEW.raised_by AND kind = 'matter.opened')) THEN RAISE check_violation USING MESSAGE = 'append-only: a matter needs its touch, and starts as received'; END IF; RETURN NEW; END $function$;
-- function matter_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.matter_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.ref <> OLD.ref OR NEW.raised_by <> OLD.raised_by OR NEW.received <> OLD.received OR NEW.seq <> OLD.seq OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.ref)) THEN RAISE check_violation USING MESSAGE = 'append-only: a matter stays what it was raised as'; END IF; IF (NEW.state <> OLD.state AND (NOT EXISTS (SELECT 1 FROM matter_move WHERE from_state = OLD.state AND to_state = NEW.state) OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.ref AND kind = CASE NEW.state WHEN 'decided' THEN 'matter.decided' WHEN 'appeal' THEN 'matter.appealed' WHEN 'closed' THEN 'matter.closed' ELSE 'matter.moved' END))) THEN RAISE check_violation USING MESSAGE = 'states: a matter cannot go there from where it is'; END IF; RETURN NEW; END $function$;
-- function matter_move_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.matter_move_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'states: the table of moves is the program''s'; RETURN OLD; END $function$;
-- function matter_move_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.matter_move_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM head WHERE seq > 0)) THEN RAISE check_violation USING MESSAGE = 'states: the table of moves is the program''s'; END IF; RETURN NEW; END $function$;
-- function matter_move_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.matter_move_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'states: the table of moves is the program''s'; RETURN NEW; END $function$;
-- function matter_state(text)
@_owner @_owner=X/@_owner @_person=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.matter_state(ref text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ SELECT m.state FROM matter m WHERE m.ref = $1 $function$;
-- function matters()
@_owner @_owner=X/@_owner @_person=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.matters() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ SELECT count(*) FROM matter $function$;
-- function may_read(bigint,text)
@_owner @_owner=X/@_owner @_person=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.may_read(seq bigint, subject text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ SELECT opens($1) OR (EXISTS (SELECT 1 FROM matter m WHERE m.ref = $2) AND is_party($2)) $function$;
-- function me()
@_owner @_owner=X/@_owner @_person=X/@_owner @_registrar=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.me() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RETURN (SELECT contributor FROM login WHERE role = session_user); END $function$;
-- function mention_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.mention_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample)) THEN RAISE check_violation USING MESSAGE = 'append-only: a mention cannot be deleted'; END IF; RETURN OLD; END $function$;
-- function mention_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.mention_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM mention WHERE seq = NEW.seq AND contributor = NEW.contributor)) THEN RAISE check_violation USING MESSAGE = 'append-only: a mention cannot be replaced'; END IF; IF (NOT EXISTS (SELECT 1 FROM comment WHERE seq = NEW.seq AND seq = (SELECT seq FROM head) AND article = NEW.article AND n = NEW.n)) THEN RAISE check_violation USING MESSAGE = 'append-only: a mention needs its comment'; END IF; RETURN NEW; END $function$;
-- function mention_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.mention_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a mention cannot be changed'; RETURN NEW; END $function$;
-- function my_kind()
@_owner @_owner=X/@_owner @_person=X/@_owner @_registrar=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.my_kind() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RETURN (SELECT c.kind FROM login l JOIN contributor c ON c.id = l.contributor WHERE l.role = session_user AND c.active); END $function$;
-- function off_record_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.off_record_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample)) THEN RAISE check_violation USING MESSAGE = 'append-only: what is off the record cannot be deleted'; END IF; RETURN OLD; END $function$;
-- function off_record_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.off_record_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM off_record WHERE seq = NEW.seq AND n = NEW.n)) THEN RAISE check_violation USING MESSAGE = 'append-only: what is off the record cannot be replaced'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head) AND subject = NEW.article AND kind = CASE WHEN NEW.off THEN 'off-record.marked' ELSE 'off-record.lifted' END)) THEN RAISE check_violation USING MESSAGE = 'append-only: what is off the record needs its touch'; END IF; RETURN NEW; END $function$;
-- function off_record_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.off_record_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: what is off the record changes by a touch only'; RETURN NEW; END $function$;
-- function opens(bigint)
@_owner @_owner=X/@_owner @_person=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.opens(seq bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ SELECT my_kind() IS NOT NULL AND EXISTS (SELECT 1 FROM seal s WHERE s.seq = $1 AND s.reader = me()) $function$;
-- function peaks_with(json,bytea)
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.peaks_with(peaks json, leaf_hash bytea) RETURNS json LANGUAGE plpgsql IMMUTABLE SET search_path TO 'newsroom', 'pg_temp' AS $function$ DECLARE trees jsonb := peaks::jsonb; last integer := jsonb_array_length(trees) - 1; size bigint := 1; hash bytea := leaf_hash; BEGIN WHILE last >= 0 AND (trees -> last ->> 0)::bigint = size LOOP hash := sha256('\x01'::bytea || decode(trees -> last ->> 1, 'hex') || hash); trees := trees - last; last := last - 1; size := size * 2; END LOOP; RETURN (trees || jsonb_build_array(jsonb_build_array(size, encode(hash, 'hex'))))::json; END $function$;
-- function peer_allowed(text,text,json)
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.peer_allowed(about text, who text, told json) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ DECLARE known peer%ROWTYPE; new_ json := told -> 'new'; BEGIN IF told ->> 'peer' !~ '^[1-9]\d{0,15}$' OR told ->> 'peer' IS NULL THEN PERFORM refuse('bad-input: a row of text names its peer'); END IF; SELECT * INTO known FROM peer WHERE peer.peer = (told ->> 'peer')::bigint; IF known.peer IS NOT NULL THEN IF known.brought_by <> who OR known.article <> about THEN PERFORM refuse('who-may: this peer is another''s'); ELSIF json_typeof(new_) = 'object' THEN PERFORM refuse('append-only: a peer belongs to one contributor'); END IF; ELSIF json_typeof(new_) IS DISTINCT FROM 'object' OR NOT EXISTS (SELECT 1 FROM contributor c WHERE c.id = new_ ->> 'contributor') THEN PERFORM refuse('who-may: a new peer says who is behind it'); END IF; END $function$;
-- function peer_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.peer_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample)) THEN RAISE check_violation USING MESSAGE = 'append-only: a peer cannot be deleted'; END IF; RETURN OLD; END $function$;
-- function peer_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.peer_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM peer WHERE peer = NEW.peer)) THEN RAISE check_violation USING MESSAGE = 'append-only: a peer belongs to one contributor'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.article AND contributor = NEW.brought_by AND kind IN ('text', 'proposed'))) THEN RAISE check_violation USING MESSAGE = 'append-only: a peer needs its touch'; END IF; RETURN NEW; END $function$;
-- function peer_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.peer_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.peer <> OLD.peer OR NEW.article <> OLD.article OR NEW.brought_by <> OLD.brought_by OR NEW.seq <> OLD.seq OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.article AND kind = 'source.named')) THEN RAISE check_violation USING MESSAGE = 'append-only: a peer changes hands by a touch only'; END IF; RETURN NEW; END $function$;
-- function picture_as_touch_says()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.picture_as_touch_says() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ DECLARE told json := said((SELECT seq FROM head)); BEGIN IF NEW.n::text IS DISTINCT FROM told ->> 'n' OR NEW.ai::text IS DISTINCT FROM told ->> 'ai' OR (TG_OP = 'INSERT' AND NEW.sha256 IS DISTINCT FROM told ->> 'sha256') THEN PERFORM refuse('append-only: a row says what its touch says'); END IF; RETURN NEW; END $function$;
-- function printf(text,bigint)
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.printf(pattern text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE SET search_path TO 'newsroom', 'pg_temp' AS $function$ SELECT replace(pattern, '%04d', lpad(n::text, greatest(4, length(n::text)), '0')) $function$;
-- function proposal_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.proposal_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample)) THEN RAISE check_violation USING MESSAGE = 'append-only: a proposal cannot be deleted'; END IF; RETURN OLD; END $function$;
-- function proposal_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.proposal_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM touch t JOIN peer p ON p.peer = NEW.peer WHERE t.seq = NEW.seq AND t.subject = NEW.article AND t.kind = 'proposed' AND p.article = NEW.article AND p.brought_by = t.contributor AND p.contributor = NEW.contributor) OR NEW.state <> 'open' OR EXISTS (SELECT 1 FROM proposal WHERE peer = NEW.peer)) THEN RAISE check_violation USING MESSAGE = 'gate: a proposal needs its touch'; END IF; RETURN NEW; END $function$;
-- function proposal_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.proposal_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.peer <> OLD.peer OR NEW.article <> OLD.article OR NEW.contributor <> OLD.contributor OR NEW.seq <> OLD.seq OR (OLD.state <> 'open' AND NEW.state <> 'open') OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.article AND (kind = NEW.state OR (NEW.state = 'set-aside' AND kind IN ('accepted', 'taken-in')) OR (NEW.state = 'open' AND (kind = 'taken-back' OR (kind = 'proposed' AND EXISTS ( SELECT 1 FROM peer p WHERE p.peer = OLD.peer AND p.brought_by = touch.contributor))))))) THEN RAISE check_violation USING MESSAGE = 'gate: a proposal changes by a touch only'; END IF; RETURN NEW; END $function$;
-- function reads(text)
@_owner @_owner=X/@_owner @_person=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.reads(subject text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ SELECT my_kind() IS NOT NULL AND (EXISTS (SELECT 1 FROM seal s WHERE s.subject = $1 AND s.reader = me()) OR EXISTS (SELECT 1 FROM head h JOIN touch t ON t.seq >= h.since AND t.subject = $1 WHERE h.xact = pg_current_xact_id_if_assigned() AND t.kind = 'matter.handed-on')) $function$;
-- function record_text(text,text,bigint,bigint,bytea,text[],text[],bytea[],bytea[],bytea[],bytea[],json)
@_owner @_owner=X/@_owner @_person=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.record_text(about text, who text, seen bigint, last bigint, last_hash bytea, ids text[], times text[], payloads bytea[], payload_salts bytea[], updates bytea[], update_salts bytea[], row_ json) RETURNS bigint[] LANGUAGE plpgsql SET search_path TO 'newsroom', 'pg_temp' AS $function$ #variable_conflict use_column DECLARE others bigint; again bigint; number bigint; told json; numbers bigint[] := '{}'; fresh bigint[] := '{}'; said_ bytea[] := '{}'; BEGIN PERFORM lock_head(); IF last > 0 AND NOT EXISTS (SELECT 1 FROM touch t WHERE t.seq = last AND t.hash = last_hash) THEN RETURN NULL; END IF; SELECT count(*) FILTER (WHERE t.id <> ALL (ids)), count(*) INTO others, again FROM touch t WHERE t.subject = about AND t.seq > seen; IF others > 0 THEN RETURN NULL; END IF; FOR n IN 1 .. cardinality(ids) LOOP number := NULL; IF again > 0 THEN SELECT t.seq INTO number FROM touch t WHERE t.id = ids[n]; END IF; IF number IS NULL THEN number := append_touch(ids[n], about, who, 'text', times[n], payloads[n], payload_salts[n], updates[n], update_salts[n]); fresh := fresh || number; said_ := said_ || payloads[n]; told := convert_from(payloads[n], 'UTF8')::json; IF json_typeof(told -> 'new') = 'object' THEN INSERT INTO peer (peer, article, contributor, brought_by, origin, source, seq) VALUES ((told ->> 'peer')::bigint, about, told -> 'new' ->> 'contributor', who, told -> 'new' ->> 'origin', told -> 'new' ->> 'source', number); END IF; END IF; numbers := numbers || number; END LOOP; IF fresh = '{}' THEN RETURN numbers; END IF; INSERT INTO text_row (seq, article, peer, start, "end") SELECT r.seq, about, (j ->> 'peer')::bigint, (j ->> 'start')::integer, (j ->> 'end')::integer FROM unnest(fresh, said_) AS r(seq, payload), LATERAL CAST(convert_from(payload, 'UTF8') AS json) j; IF NOT EXISTS (SELECT 1 FROM writer w WHERE w.article = about AND w.contributor = who) THEN INSERT INTO writer (article, contributor) SELECT a.id, who FROM article a WHERE a.id = about AND a.state = 'draft'; END IF; IF NOT EXISTS (SELECT 1 FROM unindexed u WHERE u.article = about) THEN INSERT INTO unindexed (article) VALUES (about); END IF; UPDATE article SET headline = row_ ->> 'headline', dateline = row_ ->> 'dateline', date_line = row_ ->> 'date_line', words = (row_ ->> 'words')::integer, shares = row_ -> 'shares', ai_share = (row_ ->> 'ai_share')::float8, undecided = (row_ ->> 'undecided')::boolean, text_sha256 = row_ ->> 'text_sha256', text_seq = number, updated = times[cardinality(times)] WHERE id = about; RETURN numbers; END $function$;
-- function refuse(text)
@_owner @_owner=X/@_owner @_registrar=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.refuse(why text) RETURNS void LANGUAGE plpgsql SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = why; END $function$;
-- function rewrite_content(bigint,bigint,bytea,bytea,bytea,bytea)
@_owner @_owner=X/@_owner @_person=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.rewrite_content(touch bigint, ordered bigint, payload bytea, payload_salt bytea, update_bytes bytea, update_salt bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ #variable_conflict use_variable DECLARE order_ json := said(ordered); BEGIN IF NOT EXISTS (SELECT 1 FROM head h WHERE h.xact = pg_current_xact_id() AND ordered = h.seq) THEN PERFORM refuse('append-only: content is erased by its reader or stays as it is'); ELSIF (payload IS NOT NULL AND encode(sha256(payload_salt || payload), 'hex') IS DISTINCT FROM order_ -> 'touches' ->> touch::text) OR (update_bytes IS NOT NULL AND encode(sha256(update_salt || update_bytes), 'hex') IS DISTINCT FROM order_ -> 'updates' ->> touch::text) THEN PERFORM refuse('append-only: content becomes what its erasure names'); END IF; UPDATE content c SET erased_by = ordered, payload = coalesce(rewrite_content.payload, c.payload), payload_salt = coalesce(rewrite_content.payload_salt, c.payload_salt), "update" = coalesce(update_bytes, c."update"), update_salt = coalesce(rewrite_content.update_salt, c.update_salt) WHERE c.seq = touch; END $function$;
-- function said(bigint)
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.said(touch bigint) RETURNS json LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RETURN (SELECT convert_from(payload, 'UTF8')::json FROM content WHERE seq = touch); END $function$;
-- function seal_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.seal_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND (kind = 'office.handed-on' OR (kind IN ('matter.handed-on', 'erased') AND subject = OLD.subject)))) THEN RAISE check_violation USING MESSAGE = 'confidential: a reader leaves when a matter, or the office, is handed on'; END IF; RETURN OLD; END $function$;
-- function seal_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.seal_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM seal WHERE seq = NEW.seq AND reader = NEW.reader)) THEN RAISE check_violation USING MESSAGE = 'confidential: who can open a touch cannot be replaced'; END IF; IF (NOT EXISTS (SELECT 1 FROM contributor WHERE id = NEW.reader AND kind <> 'ai') OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.subject) OR NOT (NEW.seq = (SELECT seq FROM head) OR EXISTS (SELECT 1 FROM touch h WHERE h.seq = (SELECT seq FROM head) AND (h.kind = 'office.handed-on' OR (h.kind IN ('matter.handed-on', 'erased') AND h.subject = NEW.subject)) AND (h.contributor = NEW.reader OR EXISTS (SELECT 1 FROM seal k WHERE k.seq = NEW.seq AND k.reader = h.contributor))))) THEN RAISE check_violation USING MESSAGE = 'confidential: a touch is opened by those it was sealed to'; END IF; RETURN NEW; END $function$;
-- function seal_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.seal_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'confidential: who can open a touch cannot be changed'; RETURN NEW; END $function$;
-- function sealed_file_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.sealed_file_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a document cannot be deleted'; RETURN OLD; END $function$;
-- function sealed_file_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.sealed_file_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM sealed_file WHERE seq = NEW.seq AND n = NEW.n)) THEN RAISE check_violation USING MESSAGE = 'append-only: a document cannot be replaced'; END IF; IF (NEW.seq <> (SELECT seq FROM head) OR NEW.content IS NULL) THEN RAISE check_violation USING MESSAGE = 'append-only: a document needs its touch'; END IF; RETURN NEW; END $function$;
-- function sealed_file_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.sealed_file_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.seq <> OLD.seq OR NEW.n <> OLD.n OR NEW.sha256 <> OLD.sha256 OR NEW.content IS NOT NULL OR NOT EXISTS (SELECT 1 FROM touch e JOIN touch o ON o.seq = OLD.seq WHERE e.seq = (SELECT seq FROM head) AND e.kind = 'erased' AND e.subject = o.subject)) THEN RAISE check_violation USING MESSAGE = 'append-only: a document is erased by its reader or stays as it is'; END IF; RETURN NEW; END $function$;
-- function send_text(text,text,bigint,bigint,bytea,text[],text[],bytea[],bytea[],bytea[],bytea[],json,bigint[],bytea)
@_owner @_owner=X/@_owner @_person=X/@_owner;
CREATE OR REPLACE PROCEDURE newsroom.send_text(IN about text, IN who text, IN seen bigint, IN last bigint, IN last_hash bytea, IN ids text[], IN times text[], IN payloads bytea[], IN payload_salts bytea[], IN updates bytea[], IN update_salts bytea[], IN row_ json, INOUT numbers bigint[], INOUT hashed bytea) LANGUAGE plpgsql AS $procedure$ BEGIN COMMIT; LOCK TABLE newsroom.turn IN EXCLUSIVE MODE; numbers := newsroom.record_text(about, who, seen, last, last_hash, ids, times, payloads, payload_salts, updates, update_salts, row_); SELECT t.hash INTO hashed FROM newsroom.touch t WHERE t.seq = numbers[cardinality(numbers)]; END $procedure$;
-- function setting_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.setting_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a setting cannot be deleted'; RETURN OLD; END $function$;
-- function setting_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.setting_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head) AND (kind = 'newsroom.made' OR kind = CASE NEW.key WHEN 'ai' THEN 'ai.set-up' ELSE 'setting' END))) THEN RAISE check_violation USING MESSAGE = 'who-may: a setting needs its touch'; END IF; RETURN NEW; END $function$;
-- function setting_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.setting_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.key <> OLD.key OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head) AND kind = CASE NEW.key WHEN 'ai' THEN 'ai.set-up' ELSE 'setting' END)) THEN RAISE check_violation USING MESSAGE = 'who-may: a setting changes by a touch only'; END IF; RETURN NEW; END $function$;
-- function sign_off_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.sign_off_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample)) THEN RAISE check_violation USING MESSAGE = 'append-only: a sign-off cannot be deleted'; END IF; RETURN OLD; END $function$;
-- function sign_off_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.sign_off_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM sign_off WHERE seq = NEW.seq)) THEN RAISE check_violation USING MESSAGE = 'append-only: a sign-off cannot be replaced'; END IF; IF (NOT EXISTS (SELECT 1 FROM contributor WHERE id = NEW.signer AND active AND kind IN ('editor', 'ceo'))) THEN RAISE check_violation USING MESSAGE = 'who-may: only an active editor or the CEO signs off'; END IF; IF (NOT EXISTS (SELECT 1 FROM article WHERE id = NEW.article AND state = 'edit' AND text_sha256 = NEW.text_sha256)) THEN RAISE check_violation USING MESSAGE = 'gate: a sign-off is bound to the text as it stands'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.article AND contributor = NEW.signer AND kind = 'signed-off')) THEN RAISE check_violation USING MESSAGE = 'gate: a sign-off needs its touch'; END IF; RETURN NEW; END $function$;
-- function sign_off_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.sign_off_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.seq <> OLD.seq OR NEW.article <> OLD.article OR NEW.signer <> OLD.signer OR NEW.responsible <> OLD.responsible OR NEW.text_sha256 <> OLD.text_sha256 OR NEW.needs_agree <> OLD.needs_agree OR NEW.meets_exception <> OLD.meets_exception OR NEW.at <> OLD.at OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.article AND kind = 'redacted')) THEN RAISE check_violation USING MESSAGE = 'append-only: a sign-off cannot be changed'; END IF; RETURN NEW; END $function$;
-- function speaker_of(integer)
@_owner @_owner=X/@_owner @_person=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.speaker_of(connection integer) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ SELECT l.contributor FROM pg_stat_activity a JOIN login l ON l.role = a.usename WHERE a.pid = connection AND a.datname = current_database() AND my_kind() IS NOT NULL $function$;
-- function tell_of(bigint,text)
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.tell_of(number bigint, subject text) RETURNS void LANGUAGE plpgsql SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF pg_notification_queue_usage() < 0.5 THEN PERFORM pg_notify('touch', number || ' ' || subject); END IF; END $function$;
-- function text_leaves_rows()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.text_leaves_rows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF NOT EXISTS (SELECT 1 FROM text_row r JOIN peer p ON p.peer = r.peer WHERE r.seq = NEW.seq) THEN PERFORM refuse('append-only: a row of text is kept with its touch'); END IF; RETURN NULL; END $function$;
-- function text_row_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.text_row_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample)) THEN RAISE check_violation USING MESSAGE = 'append-only: a row of text cannot be deleted'; END IF; RETURN OLD; END $function$;
-- function text_row_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.text_row_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM text_row WHERE seq = NEW.seq)) THEN RAISE check_violation USING MESSAGE = 'append-only: a row of text cannot be replaced'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.article AND kind IN ('text', 'proposed'))) THEN RAISE check_violation USING MESSAGE = 'append-only: a row of text needs its touch'; END IF; RETURN NEW; END $function$;
-- function text_row_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.text_row_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a row of text cannot be changed'; RETURN NEW; END $function$;
-- function touch_allowed(bigint,text,text,text,json)
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.touch_allowed(newest bigint, about text, who text, kind text, told json) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ #variable_conflict use_column DECLARE piece article%ROWTYPE; by_ text := my_kind(); acts text[] := ARRAY[kind]; act_ text; stands text; once boolean := false; theirs boolean := false; BEGIN IF newest < 2 AND (newest = 0 OR NOT EXISTS (SELECT 1 FROM contributor)) THEN IF touch_allowed.kind <> (CASE newest WHEN 0 THEN 'newsroom.made' ELSE 'contributor.added' END) OR (newest > 0 AND about <> who) THEN PERFORM refuse('who-may: a newsroom begins with whoever made it'); END IF; RETURN; END IF; IF by_ IS NULL THEN PERFORM refuse('who-may: only an active person can make a touch'); END IF; SELECT * INTO piece FROM article WHERE id = about; IF touch_allowed.kind = 'details' THEN acts := array_remove(ARRAY[CASE WHEN told -> 'language' IS NOT NULL THEN 'details.language' END, CASE WHEN told -> 'assigned_to' IS NOT NULL THEN 'details.assign' END, CASE WHEN told -> 'desk' IS NOT NULL OR told -> 'due' IS NOT NULL OR told::text = '{}' THEN 'details' END], NULL); END IF; IF touch_allowed.kind = 'erased' THEN IF EXISTS (SELECT 1 FROM matter WHERE ref = about) THEN acts := ARRAY['erased.matter']; END IF; END IF; -- An act is one about a piece in every of its rows, or in none. SELECT m.state INTO stands FROM may_touch m WHERE m.act = acts[1] LIMIT 1; IF stands IS NULL THEN PERFORM refuse('bad-input: there is no such touch'); ELSIF touch_allowed.kind LIKE 'matter.%' OR touch_allowed.kind LIKE 'hearing.%' OR touch_allowed.kind LIKE 'claim.%' OR touch_allowed.kind LIKE 'evidence.%' THEN IF touch_allowed.kind <> 'matter.opened' AND NOT EXISTS (SELECT 1 FROM matter WHERE ref = about) THEN PERFORM refuse('not-found: there is no such matter'); END IF; ELSIF touch_allowed.kind IN ('checkpoint', 'history.accepted', 'setting', 'ai.set-up', 'office.handed-on', 'sample.removed') THEN IF about IS DISTINCT FROM (SELECT value #>> '{}' FROM setting WHERE key = 'id') THEN PERFORM refuse('bad-input: this is about the newsroom as a whole'); END IF; END IF; IF stands <> '' THEN stands := coalesce(piece.state, 'nowhere'); once := coalesce(piece.version, 0) > 0; theirs := piece.id IS NOT NULL AND (piece.assigned_to IS NOT DISTINCT FROM who OR EXISTS ( SELECT 1 FROM writer w WHERE w.article = about AND w.contributor = who)); END IF; FOREACH act_ IN ARRAY acts LOOP IF EXISTS (SELECT 1 FROM may_touch m WHERE m.act = act_ AND m.by_kind = by_ AND m.state = stands AND m.own = theirs AND m.published = once) THEN CONTINUE; ELSIF NOT EXISTS (SELECT 1 FROM may_touch m WHERE m.act = act_ AND m.state = stands AND m.published = once) THEN PERFORM refuse('states: this is nothing that can be done with it in this state'); END IF; PERFORM refuse('who-may: this is not theirs to do'); END LOOP; IF touch_allowed.kind IN ('text', 'proposed') THEN PERFORM peer_allowed(about, who, told); ELSIF touch_allowed.kind = 'key.named' AND about <> who THEN PERFORM refuse('who-may: a person''s key is named by themselves only'); ELSIF touch_allowed.kind IN ('article.made', 'matter.opened') AND EXISTS (SELECT 1 FROM touch t WHERE t.subject = about) THEN PERFORM refuse('append-only: what is begun is new'); ELSIF touch_allowed.kind LIKE 'moved.%' AND (told ->> 'from') IS DISTINCT FROM piece.state THEN PERFORM refuse('states: the piece stands elsewhere by now'); END IF; END $function$;
-- function touch_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.touch_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a touch cannot be deleted'; RETURN OLD; END $function$;
-- function touch_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.touch_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NEW.kind = 'ai.set-up') THEN IF (NOT EXISTS (SELECT 1 FROM contributor WHERE id = NEW.contributor AND kind IN ('editor', 'ceo'))) THEN RAISE check_violation USING MESSAGE = 'who-may: only an editor or the CEO sets up an AI'; END IF; END IF; IF (NEW.kind IN ('accepted', 'rejected', 'taken-back', 'signed-off')) THEN IF (NOT EXISTS (SELECT 1 FROM contributor WHERE id = NEW.contributor AND kind IN ('editor', 'ceo'))) THEN RAISE check_violation USING MESSAGE = 'who-may: only an editor or the CEO approves'; END IF; IF (NOT EXISTS (SELECT 1 FROM article WHERE id = NEW.subject AND state = 'edit')) THEN RAISE check_violation USING MESSAGE = 'states: approving is for a piece in edit'; END IF; END IF; IF (NEW.kind IN ('note.issued', 'label.issued', 'setting', 'font.added', 'contributor.changed', 'contributor.ended', 'contributor.joined', 'contributor.recorded', 'contributor.noted', 'office.handed-on', 'redacted', 'sample.removed') OR (NEW.kind = 'contributor.added' AND EXISTS (SELECT 1 FROM contributor))) THEN IF (NOT EXISTS (SELECT 1 FROM contributor WHERE id = NEW.contributor AND kind = 'ceo')) THEN RAISE check_violation USING MESSAGE = 'who-may: only the CEO does this'; END IF; END IF; IF (NEW.kind = 'erased') THEN IF (NOT EXISTS (SELECT 1 FROM contributor WHERE id = NEW.contributor AND kind = 'ceo') AND NOT EXISTS (SELECT 1 FROM seal WHERE reader = NEW.contributor AND subject = NEW.subject)) THEN RAISE check_violation USING MESSAGE = 'who-may: only the CEO erases, or who decides the matter'; END IF; END IF; IF (NEW.kind IN ('matter.moved', 'matter.decided', 'matter.appealed', 'matter.closed', 'matter.held', 'matter.handed-on', 'matter.letter', 'hearing.planned', 'hearing.held', 'hearing.adjourned', 'claim.confirmed', 'evidence.added', 'evidence.disclosed') OR (NEW.kind IN ('matter.told', 'matter.party') AND NOT EXISTS (SELECT 1 FROM matter WHERE ref = NEW.subject AND state = 'received' AND raised_by = NEW.contributor))) THEN IF (NOT EXISTS (SELECT 1 FROM seal WHERE reader = NEW.contributor AND subject = NEW.subject)) THEN RAISE check_violation USING MESSAGE = 'who-may: only who decides a matter handles it'; END IF; END IF; IF (NEW.kind IN ('text', 'taken-in', 'set-aside')) THEN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = NEW.subject AND state IN ('draft', 'edit'))) THEN RAISE check_violation USING MESSAGE = 'states: nobody may change the text of a piece in this state'; END IF; IF (NOT EXISTS ( SELECT 1 FROM article a JOIN contributor c ON c.id = NEW.contributor WHERE a.id = NEW.subject AND (c.kind IN ('editor', 'ceo') OR (a.state = 'draft' AND (a.assigned_to = c.id OR EXISTS (SELECT 1 FROM writer w WHERE w.article = a.id AND w.contributor = c.id)))))) THEN RAISE check_violation USING MESSAGE = 'who-may: this text is not theirs to change now'; END IF; END IF; IF (NEW.kind <> 'newsroom.made' AND NEW.kind <> 'contributor.added' AND NOT EXISTS (SELECT 1 FROM contributor WHERE id = NEW.contributor AND active AND kind <> 'ai')) THEN RAISE check_violation USING MESSAGE = 'who-may: only an active person can make a touch'; END IF; IF (EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq OR id = NEW.id)) THEN RAISE check_violation USING MESSAGE = 'append-only: a touch cannot be replaced'; END IF; IF (NEW.seq <> (SELECT seq FROM head) + 1) THEN RAISE check_violation USING MESSAGE = 'append-only: touches are numbered without gaps'; END IF; RETURN NEW; END $function$;
-- function touch_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.touch_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a touch cannot be changed'; RETURN NEW; END $function$;
-- function version_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.version_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample)) THEN RAISE check_violation USING MESSAGE = 'append-only: a version cannot be deleted'; END IF; RETURN OLD; END $function$;
-- function version_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.version_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (EXISTS (SELECT 1 FROM version WHERE article = NEW.article AND number = NEW.number)) THEN RAISE check_violation USING MESSAGE = 'append-only: a version cannot be replaced'; END IF; IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.article AND kind = 'moved.publish')) THEN RAISE check_violation USING MESSAGE = 'gate: a version needs its touch'; END IF; IF (NOT EXISTS (SELECT 1 FROM issued_text WHERE what = 'note' AND issue = NEW.note_issue)) THEN RAISE check_violation USING MESSAGE = 'reader-note: no such issue of the reader note'; END IF; RETURN NEW; END $function$;
-- function version_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.version_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a version cannot be changed'; RETURN NEW; END $function$;
-- function writer_before_delete()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.writer_before_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample)) THEN RAISE check_violation USING MESSAGE = 'append-only: a writer cannot be deleted'; END IF; RETURN OLD; END $function$;
-- function writer_before_insert()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.writer_before_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN IF (NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = NEW.article AND kind IN ('article.made', 'text'))) THEN RAISE check_violation USING MESSAGE = 'who-may: a writer needs its touch'; END IF; RETURN NEW; END $function$;
-- function writer_before_update()
@_owner @_owner=X/@_owner;
CREATE OR REPLACE FUNCTION newsroom.writer_before_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'newsroom', 'pg_temp' AS $function$ BEGIN RAISE check_violation USING MESSAGE = 'append-only: a writer cannot be changed'; RETURN NEW; END $function$;
