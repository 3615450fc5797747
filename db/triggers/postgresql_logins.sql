-- Names between @ are those of roles.

-- Logins are made by a role that can make roles and nothing else; the password never comes here,
-- only what SCRAM makes of it.
CREATE FUNCTION give_login(contributor text, login_role text, verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = newsroom, pg_temp AS $$
#variable_conflict use_variable
DECLARE
  kind_ text := (SELECT c.kind FROM contributor c WHERE c.id = contributor AND c.active);
BEGIN
  IF my_kind() IS DISTINCT FROM 'ceo' THEN
    PERFORM refuse('who-may: only the CEO gives logins');
  ELSIF kind_ IS NULL OR kind_ = 'ai' THEN
    PERFORM refuse('bad-input: a login is given to an active person');
  ELSIF login_role !~ '^[a-z][a-z0-9_.-]{0,39}$' OR login_role IS NULL OR login_role LIKE 'pg\_%' THEN
    PERFORM refuse('bad-input: a login is named by small letters, figures, _ . and -');
  ELSIF verifier !~ '^SCRAM-SHA-256\$\d{4,6}:[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$'
     OR verifier IS NULL THEN
    PERFORM refuse('bad-input: a password comes as its SCRAM verifier');
  ELSIF EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = login_role) THEN
    PERFORM refuse('conflict: there is a login of this name already');
  END IF;
  IF contributor = me() AND pg_has_role(session_user, '@owner@', 'MEMBER') THEN
    DELETE FROM login l WHERE l.contributor = me();
  ELSIF EXISTS (SELECT 1 FROM login l WHERE l.contributor = give_login.contributor) THEN
    PERFORM refuse('conflict: a person has one login, and this one has theirs');
  END IF;
  EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION'
                 ' NOBYPASSRLS INHERIT CONNECTION LIMIT 20 PASSWORD %L', login_role, verifier);
  EXECUTE format('GRANT %I TO %I', '@prefix@_' || kind_, login_role);
  INSERT INTO login VALUES (login_role, contributor);
END $$;

-- A login is in the group of its person's kind; of who has ended it opens nothing.
CREATE FUNCTION login_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
DECLARE
  role_ name := (SELECT role FROM login WHERE contributor = NEW.id);
BEGIN
  IF role_ IS NULL OR pg_has_role(role_, '@owner@', 'MEMBER') THEN
    RETURN NULL;
  END IF;
  EXECUTE format('REVOKE %I FROM %I', '@prefix@_' || OLD.kind, role_);
  IF NEW.active THEN
    EXECUTE format('GRANT %I TO %I', '@prefix@_' || NEW.kind, role_);
  END IF;
  EXECUTE format('ALTER ROLE %I %s', role_, CASE WHEN NEW.active THEN 'LOGIN' ELSE 'NOLOGIN' END);
  RETURN NULL;
END $$;
CREATE TRIGGER login_follows AFTER UPDATE OF kind, active ON contributor FOR EACH ROW
  WHEN (NEW.kind <> OLD.kind OR NEW.active <> OLD.active) EXECUTE FUNCTION login_follows();

-- Who speaks by a connection: what is told by a notice is believed of that person only.
CREATE FUNCTION speaker_of(connection integer) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = newsroom, pg_temp AS $$
  SELECT l.contributor FROM pg_stat_activity a JOIN login l ON l.role = a.usename
  WHERE a.pid = connection AND a.datname = current_database() AND my_kind() IS NOT NULL
$$;
