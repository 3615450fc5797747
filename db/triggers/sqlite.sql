-- What stored rows can show, SQLite refuses here, INSERT OR REPLACE included.
-- Each statement ends with a line of its own that says END.

CREATE TRIGGER touch_no_update BEFORE UPDATE ON touch BEGIN
  SELECT RAISE(ABORT, 'append-only: a touch cannot be changed');
END;
CREATE TRIGGER touch_no_delete BEFORE DELETE ON touch BEGIN
  SELECT RAISE(ABORT, 'append-only: a touch cannot be deleted');
END;
CREATE TRIGGER touch_in_order BEFORE INSERT ON touch BEGIN
  SELECT RAISE(ABORT, 'append-only: a touch cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq OR id = NEW.id);
  SELECT RAISE(ABORT, 'append-only: touches are numbered without gaps')
    WHERE NEW.seq <> (SELECT seq FROM head) + 1;
END;
CREATE TRIGGER touch_by_known BEFORE INSERT ON touch BEGIN
  SELECT RAISE(ABORT, 'who-may: only an active person can make a touch')
    WHERE NEW.kind <> 'newsroom.made' AND NEW.kind <> 'contributor.added'
      AND NOT EXISTS (SELECT 1 FROM contributor
                      WHERE id = NEW.contributor AND active AND kind <> 'ai');
END;
CREATE TRIGGER text_by_state BEFORE INSERT ON touch WHEN NEW.kind IN ('text', 'taken-in', 'set-aside') BEGIN
  SELECT RAISE(ABORT, 'states: nobody may change the text of a piece in this state')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = NEW.subject AND state IN ('draft', 'edit'));
  SELECT RAISE(ABORT, 'who-may: this text is not theirs to change now')
    WHERE NOT EXISTS (
      SELECT 1 FROM article a JOIN contributor c ON c.id = NEW.contributor
      WHERE a.id = NEW.subject
        AND (c.kind IN ('editor', 'ceo')
             OR (a.state = 'draft'
                 AND (a.assigned_to = c.id
                      OR EXISTS (SELECT 1 FROM writer w WHERE w.article = a.id
                                   AND w.contributor = c.id)))));
END;
CREATE TRIGGER approving_by BEFORE INSERT ON touch
WHEN NEW.kind IN ('accepted', 'rejected', 'taken-back', 'signed-off') BEGIN
  SELECT RAISE(ABORT, 'who-may: only an editor or the CEO approves')
    WHERE NOT EXISTS (SELECT 1 FROM contributor
                      WHERE id = NEW.contributor AND kind IN ('editor', 'ceo'));
  SELECT RAISE(ABORT, 'states: approving is for a piece in edit')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = NEW.subject AND state = 'edit');
END;
CREATE TRIGGER ceo_touches BEFORE INSERT ON touch
WHEN NEW.kind IN ('note.issued', 'label.issued', 'setting', 'font.added', 'contributor.changed',
                  'contributor.ended', 'contributor.joined', 'contributor.recorded',
                  'contributor.noted', 'office.handed-on', 'redacted', 'sample.removed')
  OR (NEW.kind = 'contributor.added' AND EXISTS (SELECT 1 FROM contributor)) BEGIN
  SELECT RAISE(ABORT, 'who-may: only the CEO does this')
    WHERE NOT EXISTS (SELECT 1 FROM contributor WHERE id = NEW.contributor AND kind = 'ceo');
END;
CREATE TRIGGER erased_by BEFORE INSERT ON touch WHEN NEW.kind = 'erased' BEGIN
  SELECT RAISE(ABORT, 'who-may: only the CEO erases, or who decides the matter')
    WHERE NOT EXISTS (SELECT 1 FROM contributor WHERE id = NEW.contributor AND kind = 'ceo')
      AND NOT EXISTS (SELECT 1 FROM seal WHERE reader = NEW.contributor AND subject = NEW.subject);
END;
CREATE TRIGGER ai_set_up_by BEFORE INSERT ON touch WHEN NEW.kind = 'ai.set-up' BEGIN
  SELECT RAISE(ABORT, 'who-may: only an editor or the CEO sets up an AI')
    WHERE NOT EXISTS (SELECT 1 FROM contributor
                      WHERE id = NEW.contributor AND kind IN ('editor', 'ceo'));
END;
CREATE TRIGGER head_forward BEFORE UPDATE ON head BEGIN
  SELECT RAISE(ABORT, 'append-only: the head moves to the newest touch only')
    WHERE NEW.seq <> OLD.seq + 1
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND hash = NEW.hash);
END;
CREATE TRIGGER head_no_delete BEFORE DELETE ON head BEGIN
  SELECT RAISE(ABORT, 'append-only: the head cannot be deleted');
END;
CREATE TRIGGER head_one BEFORE INSERT ON head BEGIN
  SELECT RAISE(ABORT, 'append-only: there is one head') WHERE EXISTS (SELECT 1 FROM head);
END;
CREATE TRIGGER content_erase_only BEFORE UPDATE ON content BEGIN
  SELECT RAISE(ABORT, 'append-only: content is erased by its reader or stays as it is')
    WHERE NEW.seq <> OLD.seq OR NEW.erased_by IS NULL
       OR (NEW.payload IS NULL) <> (NEW.payload_salt IS NULL)
       OR (NEW."update" IS NULL) <> (OLD."update" IS NULL)
       OR (NEW.update_salt IS NULL) <> (OLD.update_salt IS NULL)
       OR NOT EXISTS (SELECT 1 FROM touch e JOIN contributor c ON c.id = e.contributor
                      WHERE e.seq = NEW.erased_by AND e.seq = (SELECT seq FROM head)
                        AND e.kind IN ('erased', 'redacted')
                        AND (c.kind = 'ceo'
                             OR EXISTS (SELECT 1 FROM seal s JOIN touch o ON o.subject = s.subject
                                        WHERE o.seq = OLD.seq AND s.reader = c.id)));
  SELECT RAISE(ABORT, 'append-only: a matter holds this piece, and nothing of it is erased')
    WHERE EXISTS (SELECT 1 FROM hold h JOIN touch o ON o.subject = h.article
                  WHERE o.seq = OLD.seq AND h.lifted IS NULL);
END;
CREATE TRIGGER content_no_delete BEFORE DELETE ON content BEGIN
  SELECT RAISE(ABORT, 'append-only: content cannot be deleted');
END;
CREATE TRIGGER content_once BEFORE INSERT ON content BEGIN
  SELECT RAISE(ABORT, 'append-only: content cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM content WHERE seq = NEW.seq);
END;

CREATE TRIGGER article_moves BEFORE UPDATE OF state ON article WHEN NEW.state <> OLD.state BEGIN
  SELECT RAISE(ABORT, 'states: this move is not allowed')
    WHERE NOT EXISTS (SELECT 1 FROM allowed_move
                      WHERE from_state = OLD.state AND to_state = NEW.state
                        AND was_published = (OLD.version > 0));
  SELECT RAISE(ABORT, 'who-may: this move is not theirs to make')
    WHERE EXISTS (SELECT 1 FROM allowed_move m
                  JOIN touch t ON t.seq = (SELECT seq FROM head) AND t.subject = OLD.id
                  JOIN contributor c ON c.id = t.contributor
                  WHERE m.from_state = OLD.state AND m.to_state = NEW.state
                    AND m.was_published = (OLD.version > 0)
                    AND NOT (c.kind = 'ceo' OR (c.kind = 'editor' AND m.who <> 'ceo')
                             OR (m.who = 'writers'
                                 AND (OLD.assigned_to = c.id
                                      OR EXISTS (SELECT 1 FROM writer w WHERE w.article = OLD.id
                                                   AND w.contributor = c.id)))));
  SELECT RAISE(ABORT, 'states: a move needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = OLD.id AND kind LIKE 'moved.%');
END;
CREATE TRIGGER article_publish BEFORE UPDATE OF state ON article
WHEN NEW.state = 'published' AND OLD.state <> 'published' BEGIN
  SELECT RAISE(ABORT, 'gate: the text is not signed off as it stands')
    WHERE NEW.version > OLD.version
      AND NOT EXISTS (SELECT 1 FROM sign_off s WHERE s.article = NEW.id
                        AND s.text_sha256 = NEW.text_sha256 AND s.seq > NEW.text_seq
                        AND s.seq > OLD.decided_seq
                        AND s.seq > (SELECT coalesce(max(v.seq), 0) FROM version v
                                     WHERE v.article = NEW.id AND v.number < NEW.version));
  SELECT RAISE(ABORT, 'four-eyes: nobody else vouches for the signer''s own words')
    WHERE NEW.version > OLD.version
      AND EXISTS (SELECT 1 FROM sign_off s WHERE s.article = NEW.id AND s.needs_agree
                    AND s.seq = (SELECT max(seq) FROM sign_off WHERE article = NEW.id))
      AND NOT EXISTS (SELECT 1 FROM agreement a JOIN sign_off s ON s.seq = a.sign_off
                      JOIN contributor c ON c.id = a.contributor
                      WHERE s.article = NEW.id AND a.text_sha256 = NEW.text_sha256
                        AND a.contributor <> s.signer AND c.active AND c.kind <> 'ai'
                        AND s.seq = (SELECT max(seq) FROM sign_off WHERE article = NEW.id));
  SELECT RAISE(ABORT, 'gate: a change is not decided')
    WHERE NEW.version > OLD.version AND OLD.undecided;
  SELECT RAISE(ABORT, 'gate: the version is not in the record')
    WHERE NOT EXISTS (SELECT 1 FROM version v WHERE v.article = NEW.id
                        AND v.number = NEW.version AND v.text_sha256 = NEW.text_sha256);
END;
CREATE TRIGGER article_text_stays BEFORE UPDATE OF
  text_sha256, headline, dateline, date_line, language, words, text_seq ON article
WHEN OLD.state IN ('published', 'spiked', 'withdrawn') AND NEW.state = OLD.state BEGIN
  SELECT RAISE(ABORT, 'states: nobody may change the text of a piece in this state')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = OLD.id AND kind = 'redacted')
      AND (NEW.text_sha256 <> OLD.text_sha256 OR NEW.headline <> OLD.headline
       OR NEW.dateline <> OLD.dateline OR NEW.date_line <> OLD.date_line
       OR NEW.language <> OLD.language OR NEW.words <> OLD.words OR NEW.text_seq <> OLD.text_seq);
END;
CREATE TRIGGER article_text_by_touch BEFORE UPDATE OF text_sha256 ON article
WHEN NEW.text_sha256 <> OLD.text_sha256 BEGIN
  SELECT RAISE(ABORT, 'states: a text changes by a touch only')
    WHERE NEW.text_seq <= OLD.text_seq
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.text_seq AND subject = NEW.id);
END;
CREATE TRIGGER article_held BEFORE UPDATE OF state ON article
WHEN NEW.state = 'published' AND OLD.state <> 'published' AND NEW.version > OLD.version BEGIN
  SELECT RAISE(ABORT, 'gate: a matter holds this piece')
    WHERE EXISTS (SELECT 1 FROM hold WHERE article = NEW.id AND stops_publication
                    AND lifted IS NULL);
END;
CREATE TRIGGER article_version_up BEFORE UPDATE OF version ON article
WHEN NEW.version <> OLD.version BEGIN
  SELECT RAISE(ABORT, 'states: versions count up by one, at publication')
    WHERE NEW.version <> OLD.version + 1 OR NEW.state <> 'published' OR OLD.state <> 'edit';
END;
CREATE TRIGGER article_stays_what_it_is BEFORE UPDATE ON article
WHEN NEW.id <> OLD.id OR NEW.sample <> OLD.sample OR NEW.made_by <> OLD.made_by BEGIN
  SELECT RAISE(ABORT, 'append-only: an article stays what it was made as');
END;
CREATE TRIGGER article_by_touch BEFORE UPDATE ON article BEGIN
  SELECT RAISE(ABORT, 'states: a row follows from its newest touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = OLD.id AND kind <> 'exported' AND kind NOT LIKE 'comment.%');
  SELECT RAISE(ABORT, 'append-only: a text and its decisions only move forward')
    WHERE NEW.text_seq < OLD.text_seq OR NEW.decided_seq < OLD.decided_seq
       OR (NEW.text_seq <> OLD.text_seq AND NOT EXISTS (
             SELECT 1 FROM touch WHERE seq = NEW.text_seq AND subject = OLD.id))
       OR (NEW.decided_seq <> OLD.decided_seq AND NOT EXISTS (
             SELECT 1 FROM touch WHERE seq = NEW.decided_seq AND subject = OLD.id
                AND kind IN ('accepted', 'rejected', 'taken-back')));
END;
CREATE TRIGGER article_no_delete BEFORE DELETE ON article BEGIN
  SELECT RAISE(ABORT, 'append-only: an article is spiked or withdrawn, never deleted')
    WHERE NOT OLD.sample;
END;
CREATE TRIGGER article_starts BEFORE INSERT ON article BEGIN
  SELECT RAISE(ABORT, 'append-only: an article cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM article WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'states: an article starts as a draft')
    WHERE NEW.state <> 'draft' OR NEW.version <> 0;
END;
CREATE TRIGGER count_in AFTER INSERT ON article BEGIN
  INSERT INTO state_count (state, count) VALUES (NEW.state, 1)
    ON CONFLICT (state) DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER count_out AFTER DELETE ON article BEGIN
  UPDATE state_count SET count = count - 1 WHERE state = OLD.state;
END;
CREATE TRIGGER count_move AFTER UPDATE OF state ON article WHEN NEW.state <> OLD.state BEGIN
  UPDATE state_count SET count = count - 1 WHERE state = OLD.state;
  INSERT INTO state_count (state, count) VALUES (NEW.state, 1)
    ON CONFLICT (state) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER sign_off_by BEFORE INSERT ON sign_off BEGIN
  SELECT RAISE(ABORT, 'append-only: a sign-off cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM sign_off WHERE seq = NEW.seq);
  SELECT RAISE(ABORT, 'who-may: only an active editor or the CEO signs off')
    WHERE NOT EXISTS (SELECT 1 FROM contributor
                      WHERE id = NEW.signer AND active AND kind IN ('editor', 'ceo'));
  SELECT RAISE(ABORT, 'gate: a sign-off is bound to the text as it stands')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = NEW.article AND state = 'edit'
                        AND text_sha256 = NEW.text_sha256);
  SELECT RAISE(ABORT, 'gate: a sign-off needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.article
                        AND contributor = NEW.signer AND kind = 'signed-off');
END;
CREATE TRIGGER sign_off_no_update BEFORE UPDATE ON sign_off BEGIN
  SELECT RAISE(ABORT, 'append-only: a sign-off cannot be changed')
    WHERE NEW.seq <> OLD.seq OR NEW.article <> OLD.article OR NEW.signer <> OLD.signer
       OR NEW.responsible <> OLD.responsible OR NEW.text_sha256 <> OLD.text_sha256
       OR NEW.needs_agree <> OLD.needs_agree OR NEW.meets_exception <> OLD.meets_exception
       OR NEW.at <> OLD.at
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = OLD.article AND kind = 'redacted');
END;
CREATE TRIGGER sign_off_no_delete BEFORE DELETE ON sign_off BEGIN
  SELECT RAISE(ABORT, 'append-only: a sign-off cannot be deleted')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample);
END;
CREATE TRIGGER agreement_by BEFORE INSERT ON agreement BEGIN
  SELECT RAISE(ABORT, 'append-only: an agreement cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM agreement WHERE seq = NEW.seq);
  SELECT RAISE(ABORT, 'four-eyes: another active person agrees, bound to the same text')
    WHERE NOT EXISTS (SELECT 1 FROM sign_off s JOIN contributor c ON c.id = NEW.contributor
                      WHERE s.seq = NEW.sign_off AND s.article = NEW.article
                        AND s.text_sha256 = NEW.text_sha256 AND s.signer <> NEW.contributor
                        AND c.active AND c.kind <> 'ai');
  SELECT RAISE(ABORT, 'four-eyes: an agreement needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.article
                        AND contributor = NEW.contributor AND kind = 'agreed');
END;
CREATE TRIGGER agreement_no_update BEFORE UPDATE ON agreement BEGIN
  SELECT RAISE(ABORT, 'append-only: an agreement cannot be changed');
END;
CREATE TRIGGER agreement_no_delete BEFORE DELETE ON agreement BEGIN
  SELECT RAISE(ABORT, 'append-only: an agreement cannot be deleted')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample);
END;
CREATE TRIGGER version_once BEFORE INSERT ON version BEGIN
  SELECT RAISE(ABORT, 'append-only: a version cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM version WHERE article = NEW.article AND number = NEW.number);
  SELECT RAISE(ABORT, 'gate: a version needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.article
                        AND kind = 'moved.publish');
  SELECT RAISE(ABORT, 'reader-note: no such issue of the reader note')
    WHERE NOT EXISTS (SELECT 1 FROM issued_text WHERE what = 'note' AND issue = NEW.note_issue);
END;
CREATE TRIGGER version_no_update BEFORE UPDATE ON version BEGIN
  SELECT RAISE(ABORT, 'append-only: a version cannot be changed');
END;
CREATE TRIGGER version_no_delete BEFORE DELETE ON version BEGIN
  SELECT RAISE(ABORT, 'append-only: a version cannot be deleted')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample);
END;
CREATE TRIGGER issued_by_ceo BEFORE INSERT ON issued_text BEGIN
  SELECT RAISE(ABORT, 'append-only: an issue cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM issued_text WHERE what = NEW.what AND issue = NEW.issue);
  SELECT RAISE(ABORT, 'who-may: only the CEO issues the reader note and the label')
    WHERE NOT EXISTS (SELECT 1 FROM touch JOIN contributor ON contributor.id = touch.contributor
                      WHERE touch.seq = NEW.seq AND touch.kind = NEW.what || '.issued'
                        AND contributor.kind = 'ceo');
END;
CREATE TRIGGER issued_no_update BEFORE UPDATE ON issued_text BEGIN
  SELECT RAISE(ABORT, 'append-only: an issued text cannot be changed');
END;
CREATE TRIGGER issued_no_delete BEFORE DELETE ON issued_text BEGIN
  SELECT RAISE(ABORT, 'append-only: an issued text cannot be deleted');
END;
CREATE TRIGGER peer_once BEFORE INSERT ON peer BEGIN
  SELECT RAISE(ABORT, 'append-only: a peer belongs to one contributor')
    WHERE EXISTS (SELECT 1 FROM peer WHERE peer = NEW.peer);
  SELECT RAISE(ABORT, 'append-only: a peer needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.article
                        AND contributor = NEW.brought_by AND kind IN ('text', 'proposed'));
END;
CREATE TRIGGER peer_renamed BEFORE UPDATE ON peer BEGIN
  SELECT RAISE(ABORT, 'append-only: a peer changes hands by a touch only')
    WHERE NEW.peer <> OLD.peer OR NEW.article <> OLD.article
       OR NEW.brought_by <> OLD.brought_by OR NEW.seq <> OLD.seq
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = OLD.article AND kind = 'source.named');
END;
CREATE TRIGGER peer_no_delete BEFORE DELETE ON peer BEGIN
  SELECT RAISE(ABORT, 'append-only: a peer cannot be deleted')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample);
END;
CREATE TRIGGER contributor_stays BEFORE DELETE ON contributor BEGIN
  SELECT RAISE(ABORT, 'append-only: a contributor is ended, never deleted');
END;
CREATE TRIGGER contributor_kind_stays BEFORE UPDATE ON contributor BEGIN
  SELECT RAISE(ABORT, 'append-only: an AI stays an AI, a person a person')
    WHERE NEW.id <> OLD.id OR (NEW.kind = 'ai') <> (OLD.kind = 'ai');
  SELECT RAISE(ABORT, 'who-may: contributors change by a touch only')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = OLD.id);
END;
CREATE TRIGGER contributor_once BEFORE INSERT ON contributor BEGIN
  SELECT RAISE(ABORT, 'append-only: a contributor cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM contributor WHERE id = NEW.id OR name = NEW.name);
  SELECT RAISE(ABORT, 'who-may: a contributor needs their touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.id
                        AND kind = 'contributor.added');
END;
CREATE TRIGGER joined_entry_by_touch BEFORE INSERT ON joined_entry BEGIN
  SELECT RAISE(ABORT, 'append-only: an entry is joined once')
    WHERE EXISTS (SELECT 1 FROM joined_entry WHERE contributor IN (NEW.contributor, NEW.person)
                                                OR person = NEW.contributor);
  SELECT RAISE(ABORT, 'who-may: entries of one person are joined by a touch, and no AI to a person')
    WHERE NEW.contributor = NEW.person
       OR EXISTS (SELECT 1 FROM contributor WHERE id IN (NEW.contributor, NEW.person) AND kind = 'ai')
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head)
                        AND subject = NEW.contributor AND kind = 'contributor.joined');
END;
CREATE TRIGGER joined_entry_no_update BEFORE UPDATE ON joined_entry BEGIN
  SELECT RAISE(ABORT, 'append-only: a joined entry stays joined');
END;
CREATE TRIGGER joined_entry_no_delete BEFORE DELETE ON joined_entry BEGIN
  SELECT RAISE(ABORT, 'append-only: a joined entry stays joined');
END;
CREATE TRIGGER move_table_stays_insert BEFORE INSERT ON allowed_move
WHEN EXISTS (SELECT 1 FROM head WHERE seq > 0) BEGIN
  SELECT RAISE(ABORT, 'states: the table of moves is the program''s');
END;
CREATE TRIGGER move_table_stays_update BEFORE UPDATE ON allowed_move BEGIN
  SELECT RAISE(ABORT, 'states: the table of moves is the program''s');
END;
CREATE TRIGGER move_table_stays_delete BEFORE DELETE ON allowed_move BEGIN
  SELECT RAISE(ABORT, 'states: the table of moves is the program''s');
END;

-- Rows that follow from touches: none without its touch.
CREATE TRIGGER approved_by_touch BEFORE INSERT ON approved BEGIN
  SELECT RAISE(ABORT, 'gate: what is approved needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = NEW.article AND kind IN ('accepted', 'taken-back', 'moved.publish',
                                     'moved.correct', 'moved.drop-correction'));
END;
CREATE TRIGGER approved_changes BEFORE UPDATE ON approved BEGIN
  SELECT RAISE(ABORT, 'gate: what is approved changes by a touch only')
    WHERE NEW.article <> OLD.article OR NEW.part <> OLD.part
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = OLD.article AND kind IN ('accepted', 'taken-back', 'moved.publish',
                                     'moved.correct', 'moved.drop-correction', 'redacted'));
END;
CREATE TRIGGER approved_no_delete BEFORE DELETE ON approved BEGIN
  SELECT RAISE(ABORT, 'append-only: what is approved cannot be deleted')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample);
END;
CREATE TRIGGER acceptance_by_touch BEFORE INSERT ON acceptance BEGIN
  SELECT RAISE(ABORT, 'append-only: an acceptance cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM acceptance WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'gate: an acceptance needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head)
                        AND subject = NEW.article AND contributor = NEW.contributor
                        AND kind = 'accepted');
END;
CREATE TRIGGER acceptance_no_update BEFORE UPDATE ON acceptance BEGIN
  SELECT RAISE(ABORT, 'append-only: an acceptance cannot be changed');
END;
CREATE TRIGGER acceptance_no_delete BEFORE DELETE ON acceptance BEGIN
  SELECT RAISE(ABORT, 'append-only: an acceptance goes only when its decision is taken back')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample)
      AND NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = OLD.article AND contributor = OLD.contributor
                        AND kind = 'taken-back');
END;
CREATE TRIGGER proposal_by_touch BEFORE INSERT ON proposal BEGIN
  SELECT RAISE(ABORT, 'gate: a proposal needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch t JOIN peer p ON p.peer = NEW.peer
                      WHERE t.seq = NEW.seq AND t.subject = NEW.article AND t.kind = 'proposed'
                        AND p.article = NEW.article AND p.brought_by = t.contributor
                        AND p.contributor = NEW.contributor)
       OR NEW.state <> 'open' OR EXISTS (SELECT 1 FROM proposal WHERE peer = NEW.peer);
END;
CREATE TRIGGER proposal_changes BEFORE UPDATE ON proposal BEGIN
  SELECT RAISE(ABORT, 'gate: a proposal changes by a touch only')
    WHERE NEW.peer <> OLD.peer OR NEW.article <> OLD.article
       OR NEW.contributor <> OLD.contributor OR NEW.seq <> OLD.seq
       OR (OLD.state <> 'open' AND NEW.state <> 'open')
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = OLD.article
                        AND (kind = NEW.state
                             OR (NEW.state = 'set-aside' AND kind IN ('accepted', 'taken-in'))
                             OR (NEW.state = 'open'
                             AND (kind = 'taken-back'
                                  OR (kind = 'proposed' AND EXISTS (
                                        SELECT 1 FROM peer p WHERE p.peer = OLD.peer
                                           AND p.brought_by = touch.contributor))))));
END;
CREATE TRIGGER proposal_no_delete BEFORE DELETE ON proposal BEGIN
  SELECT RAISE(ABORT, 'append-only: a proposal cannot be deleted')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample);
END;
CREATE TRIGGER text_row_by_touch BEFORE INSERT ON text_row BEGIN
  SELECT RAISE(ABORT, 'append-only: a row of text cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM text_row WHERE seq = NEW.seq);
  SELECT RAISE(ABORT, 'append-only: a row of text needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.article
                        AND kind IN ('text', 'proposed'));
END;
CREATE TRIGGER text_row_no_update BEFORE UPDATE ON text_row BEGIN
  SELECT RAISE(ABORT, 'append-only: a row of text cannot be changed');
END;
CREATE TRIGGER text_row_no_delete BEFORE DELETE ON text_row BEGIN
  SELECT RAISE(ABORT, 'append-only: a row of text cannot be deleted')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample);
END;
CREATE TRIGGER comment_by_touch BEFORE INSERT ON comment BEGIN
  SELECT RAISE(ABORT, 'append-only: a comment cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM comment WHERE seq = NEW.seq);
  SELECT RAISE(ABORT, 'append-only: a comment needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head)
                        AND subject = NEW.article AND kind =
                          CASE WHEN NEW.reply THEN 'comment.replied' ELSE 'comment.added' END)
       OR NEW.resolved IS NOT NULL;
  SELECT RAISE(ABORT, 'append-only: threads are numbered, and a reply needs its thread')
    WHERE CASE WHEN NEW.reply
            THEN NOT EXISTS (SELECT 1 FROM comment
                             WHERE article = NEW.article AND n = NEW.n AND NOT reply)
            ELSE NEW.n <> (SELECT count(*) FROM comment
                           WHERE article = NEW.article AND NOT reply) + 1 END;
END;
CREATE TRIGGER comment_changes BEFORE UPDATE ON comment BEGIN
  SELECT RAISE(ABORT, 'append-only: a comment is resolved or answered by a touch, else it stays')
    WHERE NEW.seq <> OLD.seq OR NEW.article <> OLD.article OR NEW.n <> OLD.n
       OR NEW.reply <> OLD.reply OR OLD.reply
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = OLD.article
                        AND ((kind = 'comment.resolved' AND NEW.resolved = seq
                              AND OLD.resolved IS NULL)
                             OR (kind = 'comment.replied' AND NEW.resolved IS NULL)));
END;
CREATE TRIGGER comment_no_delete BEFORE DELETE ON comment BEGIN
  SELECT RAISE(ABORT, 'append-only: a comment cannot be deleted')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample);
END;
CREATE TRIGGER mention_by_touch BEFORE INSERT ON mention BEGIN
  SELECT RAISE(ABORT, 'append-only: a mention cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM mention WHERE seq = NEW.seq AND contributor = NEW.contributor);
  SELECT RAISE(ABORT, 'append-only: a mention needs its comment')
    WHERE NOT EXISTS (SELECT 1 FROM comment WHERE seq = NEW.seq AND seq = (SELECT seq FROM head)
                        AND article = NEW.article AND n = NEW.n);
END;
CREATE TRIGGER mention_no_update BEFORE UPDATE ON mention BEGIN
  SELECT RAISE(ABORT, 'append-only: a mention cannot be changed');
END;
CREATE TRIGGER mention_no_delete BEFORE DELETE ON mention BEGIN
  SELECT RAISE(ABORT, 'append-only: a mention cannot be deleted')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample);
END;
CREATE TRIGGER off_record_by_touch BEFORE INSERT ON off_record BEGIN
  SELECT RAISE(ABORT, 'append-only: what is off the record cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM off_record WHERE seq = NEW.seq AND n = NEW.n);
  SELECT RAISE(ABORT, 'append-only: what is off the record needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head)
                        AND subject = NEW.article AND kind =
                          CASE WHEN NEW.off THEN 'off-record.marked' ELSE 'off-record.lifted' END);
END;
CREATE TRIGGER off_record_no_update BEFORE UPDATE ON off_record BEGIN
  SELECT RAISE(ABORT, 'append-only: what is off the record changes by a touch only');
END;
CREATE TRIGGER off_record_no_delete BEFORE DELETE ON off_record BEGIN
  SELECT RAISE(ABORT, 'append-only: what is off the record cannot be deleted')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample);
END;
CREATE TRIGGER writer_by_touch BEFORE INSERT ON writer BEGIN
  SELECT RAISE(ABORT, 'who-may: a writer needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = NEW.article
                        AND kind IN ('article.made', 'text'));
END;
CREATE TRIGGER writer_no_update BEFORE UPDATE ON writer BEGIN
  SELECT RAISE(ABORT, 'append-only: a writer cannot be changed');
END;
CREATE TRIGGER writer_no_delete BEFORE DELETE ON writer BEGIN
  SELECT RAISE(ABORT, 'append-only: a writer cannot be deleted')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample);
END;
CREATE TRIGGER article_image_by_touch BEFORE INSERT ON article_image BEGIN
  SELECT RAISE(ABORT, 'append-only: a picture of a piece cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM article_image WHERE article = NEW.article AND n = NEW.n);
  SELECT RAISE(ABORT, 'states: a picture of a piece needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = NEW.article AND kind = 'image.added');
END;
CREATE TRIGGER article_image_changes BEFORE UPDATE ON article_image BEGIN
  SELECT RAISE(ABORT, 'states: a picture of a piece changes by a touch only')
    WHERE NEW.article <> OLD.article OR NEW.n <> OLD.n OR NEW.sha256 <> OLD.sha256
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = OLD.article AND kind = 'image.flagged');
END;
CREATE TRIGGER article_image_no_delete BEFORE DELETE ON article_image BEGIN
  SELECT RAISE(ABORT, 'append-only: a picture of a piece cannot be deleted')
    WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = OLD.article AND sample)
      AND NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = OLD.article AND kind = 'image.removed');
END;
CREATE TRIGGER setting_by_touch BEFORE INSERT ON setting BEGIN
  SELECT RAISE(ABORT, 'who-may: a setting needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head)
                        AND (kind = 'newsroom.made'
                             OR kind = CASE NEW.key WHEN 'ai' THEN 'ai.set-up' ELSE 'setting' END));
END;
CREATE TRIGGER setting_changes BEFORE UPDATE ON setting BEGIN
  SELECT RAISE(ABORT, 'who-may: a setting changes by a touch only')
    WHERE NEW.key <> OLD.key
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head)
                        AND kind = CASE NEW.key WHEN 'ai' THEN 'ai.set-up' ELSE 'setting' END);
END;
CREATE TRIGGER setting_no_delete BEFORE DELETE ON setting BEGIN
  SELECT RAISE(ABORT, 'append-only: a setting cannot be deleted');
END;
CREATE TRIGGER font_by_touch BEFORE INSERT ON font BEGIN
  SELECT RAISE(ABORT, 'append-only: a font cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM font WHERE sha256 = NEW.sha256);
  SELECT RAISE(ABORT, 'who-may: a font needs its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND kind = 'font.added');
END;
CREATE TRIGGER font_no_update BEFORE UPDATE ON font BEGIN
  SELECT RAISE(ABORT, 'append-only: a font cannot be changed');
END;
CREATE TRIGGER font_no_delete BEFORE DELETE ON font BEGIN
  SELECT RAISE(ABORT, 'append-only: a font cannot be deleted');
END;
CREATE TRIGGER image_once BEFORE INSERT ON image BEGIN
  SELECT RAISE(ABORT, 'append-only: a picture cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM image WHERE sha256 = NEW.sha256);
END;
CREATE TRIGGER image_no_update BEFORE UPDATE ON image BEGIN
  SELECT RAISE(ABORT, 'append-only: a picture cannot be changed');
END;
CREATE TRIGGER image_no_delete BEFORE DELETE ON image BEGIN
  SELECT RAISE(ABORT, 'append-only: a picture of a piece cannot be deleted')
    WHERE EXISTS (SELECT 1 FROM article_image WHERE sha256 = OLD.sha256);
END;

-- Escalations: anyone raises one; whoever its words are sealed to handles it, nobody else.
CREATE TRIGGER matter_handled_by BEFORE INSERT ON touch
WHEN NEW.kind IN ('matter.moved', 'matter.decided', 'matter.appealed', 'matter.closed',
                  'matter.held', 'matter.handed-on', 'matter.letter', 'hearing.planned',
                  'hearing.held', 'hearing.adjourned', 'claim.confirmed', 'evidence.added',
                  'evidence.disclosed')
  OR (NEW.kind IN ('matter.told', 'matter.party')
      AND NOT EXISTS (SELECT 1 FROM matter WHERE ref = NEW.subject AND state = 'received'
                        AND raised_by = NEW.contributor)) BEGIN
  SELECT RAISE(ABORT, 'who-may: only who decides a matter handles it')
    WHERE NOT EXISTS (SELECT 1 FROM seal WHERE reader = NEW.contributor AND subject = NEW.subject);
END;
CREATE TRIGGER matter_by_touch BEFORE INSERT ON matter BEGIN
  SELECT RAISE(ABORT, 'append-only: a matter cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM matter WHERE ref = NEW.ref);
  SELECT RAISE(ABORT, 'append-only: a matter needs its touch, and starts as received')
    WHERE NEW.state <> 'received'
       OR NEW.ref <> printf('E-%04d', (SELECT count(*) FROM matter) + 1)
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head)
                        AND subject = NEW.ref AND contributor = NEW.raised_by
                        AND kind = 'matter.opened');
END;
CREATE TRIGGER matter_changes BEFORE UPDATE ON matter BEGIN
  SELECT RAISE(ABORT, 'append-only: a matter stays what it was raised as')
    WHERE NEW.ref <> OLD.ref OR NEW.raised_by <> OLD.raised_by OR NEW.received <> OLD.received
       OR NEW.seq <> OLD.seq
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head) AND subject = OLD.ref);
  SELECT RAISE(ABORT, 'states: a matter cannot go there from where it is')
    WHERE NEW.state <> OLD.state
      AND (NOT EXISTS (SELECT 1 FROM matter_move
                       WHERE from_state = OLD.state AND to_state = NEW.state)
           OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                            AND subject = OLD.ref
                            AND kind = CASE NEW.state WHEN 'decided' THEN 'matter.decided'
                                         WHEN 'appeal' THEN 'matter.appealed'
                                         WHEN 'closed' THEN 'matter.closed'
                                         ELSE 'matter.moved' END));
END;
CREATE TRIGGER matter_no_delete BEFORE DELETE ON matter BEGIN
  SELECT RAISE(ABORT, 'append-only: a matter is closed, never deleted');
END;
CREATE TRIGGER matter_move_stays_insert BEFORE INSERT ON matter_move
WHEN EXISTS (SELECT 1 FROM head WHERE seq > 0) BEGIN
  SELECT RAISE(ABORT, 'states: the table of moves is the program''s');
END;
CREATE TRIGGER matter_move_stays_update BEFORE UPDATE ON matter_move BEGIN
  SELECT RAISE(ABORT, 'states: the table of moves is the program''s');
END;
CREATE TRIGGER matter_move_stays_delete BEFORE DELETE ON matter_move BEGIN
  SELECT RAISE(ABORT, 'states: the table of moves is the program''s');
END;
CREATE TRIGGER seal_by_touch BEFORE INSERT ON seal BEGIN
  SELECT RAISE(ABORT, 'confidential: who can open a touch cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM seal WHERE seq = NEW.seq AND reader = NEW.reader);
  SELECT RAISE(ABORT, 'confidential: a touch is opened by those it was sealed to')
    WHERE NOT EXISTS (SELECT 1 FROM contributor WHERE id = NEW.reader AND kind <> 'ai')
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND subject = NEW.subject)
       OR NOT (NEW.seq = (SELECT seq FROM head)
               OR EXISTS (SELECT 1 FROM touch h WHERE h.seq = (SELECT seq FROM head)
                            AND (h.kind = 'office.handed-on'
                                 OR (h.kind IN ('matter.handed-on', 'erased')
                                     AND h.subject = NEW.subject))
                            AND (h.contributor = NEW.reader
                                 OR EXISTS (SELECT 1 FROM seal k WHERE k.seq = NEW.seq
                                              AND k.reader = h.contributor))));
END;
CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN
  SELECT RAISE(ABORT, 'confidential: who can open a touch cannot be changed');
END;
CREATE TRIGGER seal_leaves BEFORE DELETE ON seal BEGIN
  SELECT RAISE(ABORT, 'confidential: a reader leaves when a matter, or the office, is handed on')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND (kind = 'office.handed-on'
                             OR (kind IN ('matter.handed-on', 'erased')
                                 AND subject = OLD.subject)));
END;
CREATE TRIGGER sealed_file_by_touch BEFORE INSERT ON sealed_file BEGIN
  SELECT RAISE(ABORT, 'append-only: a document cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM sealed_file WHERE seq = NEW.seq AND n = NEW.n);
  SELECT RAISE(ABORT, 'append-only: a document needs its touch')
    WHERE NEW.seq <> (SELECT seq FROM head) OR NEW.content IS NULL;
END;
CREATE TRIGGER sealed_file_erased BEFORE UPDATE ON sealed_file BEGIN
  SELECT RAISE(ABORT, 'append-only: a document is erased by its reader or stays as it is')
    WHERE NEW.seq <> OLD.seq OR NEW.n <> OLD.n OR NEW.sha256 <> OLD.sha256
       OR NEW.content IS NOT NULL
       OR NOT EXISTS (SELECT 1 FROM touch e JOIN touch o ON o.seq = OLD.seq
                      WHERE e.seq = (SELECT seq FROM head) AND e.kind = 'erased'
                        AND e.subject = o.subject);
END;
CREATE TRIGGER sealed_file_no_delete BEFORE DELETE ON sealed_file BEGIN
  SELECT RAISE(ABORT, 'append-only: a document cannot be deleted');
END;
CREATE TRIGGER hearing_by_touch BEFORE INSERT ON hearing BEGIN
  SELECT RAISE(ABORT, 'append-only: a hearing cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM hearing WHERE matter = NEW.matter AND n = NEW.n);
  SELECT RAISE(ABORT, 'first-hearing: a hearing is planned before it is held, in order')
    WHERE NEW.state <> 'planned'
       OR NEW.n <> (SELECT count(*) FROM hearing WHERE matter = NEW.matter) + 1
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head)
                        AND subject = NEW.matter AND kind = 'hearing.planned');
END;
CREATE TRIGGER hearing_changes BEFORE UPDATE ON hearing BEGIN
  SELECT RAISE(ABORT, 'append-only: a hearing that was held stays held')
    WHERE OLD.state = 'held' OR NEW.matter <> OLD.matter OR NEW.n <> OLD.n OR NEW.seq <> OLD.seq;
  SELECT RAISE(ABORT, 'first-hearing: a hearing is held once its day has come, by its touch')
    WHERE NOT EXISTS (SELECT 1 FROM touch WHERE seq = (SELECT seq FROM head)
                        AND subject = OLD.matter
                        AND ((NEW.state = 'held' AND kind = 'hearing.held'
                              AND NEW.on_time = OLD.on_time AND OLD.on_time <= at)
                             OR (NEW.state = 'planned' AND kind = 'hearing.adjourned')));
END;
CREATE TRIGGER hearing_no_delete BEFORE DELETE ON hearing BEGIN
  SELECT RAISE(ABORT, 'append-only: a hearing cannot be deleted');
END;
CREATE TRIGGER claim_by_touch BEFORE INSERT ON claim BEGIN
  SELECT RAISE(ABORT, 'append-only: a claim cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM claim WHERE matter = NEW.matter AND n = NEW.n);
  SELECT RAISE(ABORT, 'first-hearing: before the first hearing a claim is premature')
    WHERE NEW.premature <> NOT EXISTS (SELECT 1 FROM hearing
                                       WHERE matter = NEW.matter AND state = 'held')
       OR NEW.n <> (SELECT count(*) FROM claim WHERE matter = NEW.matter) + 1
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head)
                        AND subject = NEW.matter AND kind = 'claim.made');
END;
CREATE TRIGGER claim_no_update BEFORE UPDATE ON claim BEGIN
  SELECT RAISE(ABORT, 'append-only: a claim cannot be changed');
END;
CREATE TRIGGER claim_no_delete BEFORE DELETE ON claim BEGIN
  SELECT RAISE(ABORT, 'append-only: a claim cannot be deleted');
END;
CREATE TRIGGER confirmation_by_touch BEFORE INSERT ON confirmation BEGIN
  SELECT RAISE(ABORT, 'append-only: a confirmation cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM confirmation WHERE seq = NEW.seq);
  SELECT RAISE(ABORT, 'first-hearing: no person''s help is confirmed before the first hearing')
    WHERE NEW.of_person AND NOT EXISTS (SELECT 1 FROM hearing
                                        WHERE matter = NEW.matter AND state = 'held');
  SELECT RAISE(ABORT, 'who-may: only who decides a matter confirms')
    WHERE NOT EXISTS (SELECT 1 FROM touch t JOIN seal s ON s.reader = t.contributor
                        AND s.subject = t.subject
                      WHERE t.seq = NEW.seq AND t.seq = (SELECT seq FROM head)
                        AND t.subject = NEW.matter AND t.kind = 'claim.confirmed');
  SELECT RAISE(ABORT, 'states: a closed matter confirms nothing')
    WHERE EXISTS (SELECT 1 FROM matter WHERE ref = NEW.matter AND state = 'closed');
END;
CREATE TRIGGER confirmation_no_update BEFORE UPDATE ON confirmation BEGIN
  SELECT RAISE(ABORT, 'append-only: a confirmation cannot be changed');
END;
CREATE TRIGGER confirmation_no_delete BEFORE DELETE ON confirmation BEGIN
  SELECT RAISE(ABORT, 'append-only: a confirmation cannot be deleted');
END;
CREATE TRIGGER hold_by_touch BEFORE INSERT ON hold BEGIN
  SELECT RAISE(ABORT, 'append-only: a hold cannot be replaced')
    WHERE EXISTS (SELECT 1 FROM hold WHERE seq = NEW.seq);
  SELECT RAISE(ABORT, 'append-only: a hold needs its touch')
    WHERE NEW.lifted IS NOT NULL
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.seq AND seq = (SELECT seq FROM head)
                        AND subject = NEW.matter AND kind = 'matter.held');
END;
CREATE TRIGGER hold_changes BEFORE UPDATE ON hold BEGIN
  SELECT RAISE(ABORT, 'append-only: a hold is lifted by a touch, else it stays')
    WHERE NEW.seq <> OLD.seq OR NEW.matter <> OLD.matter OR NEW.article <> OLD.article
       OR NEW.stops_publication <> OLD.stops_publication OR OLD.lifted IS NOT NULL
       OR NOT EXISTS (SELECT 1 FROM touch WHERE seq = NEW.lifted AND seq = (SELECT seq FROM head)
                        AND subject = OLD.matter AND kind = 'matter.held');
END;
CREATE TRIGGER hold_no_delete BEFORE DELETE ON hold BEGIN
  SELECT RAISE(ABORT, 'append-only: a hold is lifted, never deleted');
END;
