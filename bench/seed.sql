-- A company in which the measurements are made: the same rows at every run. :posts, :reactions and :comments set its
-- size; people, places, potatoes and bites are the same in all sizes. `chance` is a number in [0, 1) that depends on its arguments alone.
SET session_replication_role = replica;
SET synchronous_commit = off;
CREATE FUNCTION pg_temp.chance(i bigint, seed bigint) RETURNS float8 LANGUAGE sql IMMUTABLE AS
  $$ SELECT (hashint8extended(i, seed) & 1099511627775) / 1099511627776.0 $$;
CREATE FUNCTION pg_temp.words(i bigint, count int) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT string_agg((ARRAY['router','invoice','customer','delivery','late','screen','password','contract','order',
      'quality','machine','sensor','report','network','printer','meeting','deadline','supplier','refund','update',
      'login','parcel','truck','battery','warranty','signal','valve','export','backup','licence'])
      [1 + floor(30 * pg_temp.chance(i * 64 + n, 99) ^ 1.6)::int], ' ' ORDER BY n)
     FROM generate_series(1, count) n $$;

CREATE TEMP TABLE phrase AS
SELECT n, pg_temp.words(n, 45) AS said, pg_temp.words(n + 10000, 12) AS answer FROM generate_series(0, 4095) n;
CREATE INDEX ON phrase (n);
ANALYZE phrase;

INSERT INTO people_person (id, password, handle, email, name, title, place, zone, language, photo, about, is_hunter,
  appetite, is_suggestible, shortcuts, role, is_active, is_ghost, is_last_resort, auth_epoch, created)
OVERRIDING SYSTEM VALUE
SELECT p, '!', 'person' || p, 'person' || p || '@example.org', initcap(pg_temp.words(p, 1)) || ' Nr' || p, 'Engineer',
  '', 'Europe/Paris', 'en', '', '', p % 10 = 0, 3, true, true, 'employee', true, false, p = 1, 0, now() - interval '3 years'
FROM generate_series(1, :people) p;

-- 1 is the company's own, 2 to 240 are open, 241 to 300 closed; the last 100 of the open ones are tiny, 301 is empty
INSERT INTO feeds_community (id, slug, name, kind, description, is_announcement_only, guests_may_help, epoch, is_opening,
  member_count, version, created, external_ref)
OVERRIDING SYSTEM VALUE
SELECT c, CASE c WHEN 1 THEN 'company' ELSE 'c' || c END, 'Community ' || c,
  CASE WHEN c BETWEEN 241 AND 300 THEN 'closed' ELSE 'open' END, '', false, false, 0, false, 0, 1,
  now() - interval '3 years', ''
FROM generate_series(1, 301) c;

-- readers: 1 to 50 heavy, 51 to 150 narrow (four tiny communities), 151 to 170 dormant (the empty one alone)
INSERT INTO feeds_membership (role, since, read_at, community_id, person_id)
SELECT 'member', now() - interval '2 years', now() - interval '1 day', community, person FROM (
  SELECT DISTINCT p AS person, CASE
      WHEN p <= 50 THEN 2 + floor(299 * pg_temp.chance(p * 1000 + n, 1))::int
      WHEN p <= 150 THEN 141 + floor(100 * pg_temp.chance(p * 1000 + n, 1))::int
      WHEN p <= 170 THEN 301
      ELSE 2 + floor(299 * pg_temp.chance(p * 1000 + n, 1) ^ 2.2)::int END AS community
  FROM generate_series(1, :people) p CROSS JOIN LATERAL generate_series(1, CASE
      WHEN p <= 50 THEN 250 WHEN p <= 150 THEN 4 WHEN p <= 170 THEN 1
      ELSE least(200, 2 + floor(4 / (1 - pg_temp.chance(p, 2)) ^ 0.7))::int END) n
  UNION SELECT p, 1 FROM generate_series(171, :people) p) drawn;
UPDATE feeds_community c SET member_count = (SELECT count(*) FROM feeds_membership m WHERE m.community_id = c.id);

INSERT INTO people_follow (created, followee_id, follower_id)
SELECT now() - interval '1 year', followee, follower FROM (
  SELECT DISTINCT p AS follower, 1 + floor(:people * pg_temp.chance(p * 2000 + n, 3) ^ 1.8)::bigint AS followee
  FROM generate_series(1, :people) p CROSS JOIN LATERAL generate_series(1, CASE
      WHEN p <= 50 THEN 900 WHEN p <= 170 THEN 0
      ELSE least(1100, 10 + floor(22 / (1 - pg_temp.chance(p, 4)) ^ 0.6))::int END) n) drawn
WHERE follower <> followee;

INSERT INTO issues_customer (id, name, tier, segment, language, created, version, owner_id)
OVERRIDING SYSTEM VALUE
SELECT c, 'Customer ' || c, (ARRAY['standard','standard','key','strategic'])[1 + c % 4], '', 'en', now(), 1, 1 + c % 100
FROM generate_series(1, 400) c;

-- one post in :posts / :potatoes is the card of a potato; the company's own stream and the tiny places are quiet
CREATE TEMP TABLE drawn AS
SELECT i AS id, now() - interval '2 years' * ((:posts - i) / :posts::float8) - interval '1 hour' AS created,
  171 + floor((:people - 171) * pg_temp.chance(i, 5) ^ 1.8)::bigint AS author,
  CASE WHEN pg_temp.chance(i, 6) < 0.002 THEN 1
       WHEN pg_temp.chance(i, 6) < 0.012 THEN 141 + floor(100 * pg_temp.chance(i, 7))::int
       WHEN pg_temp.chance(i, 6) < 0.15 THEN 241 + floor(60 * pg_temp.chance(i, 7))::int
       ELSE 2 + floor(139 * pg_temp.chance(i, 7) ^ 2)::int END AS community,
  CASE WHEN i % (:posts / :potatoes) = 0 THEN i / (:posts / :potatoes) END AS potato
FROM generate_series(1, :posts) i;

INSERT INTO feeds_post (id, created, kind, body, body_html, is_public, tags, card_kind, card_id, warmth, comment_count,
  reaction_counts, version, author_id, community_id)
OVERRIDING SYSTEM VALUE
SELECT id, created, CASE WHEN potato IS NULL THEN 'update' ELSE 'card' END, said, '<p>' || said || '</p>',
  community NOT BETWEEN 241 AND 300, '{}', CASE WHEN potato IS NULL THEN '' ELSE 'issue' END, potato,
  extract(epoch FROM created) / 100000, floor(4 * pg_temp.chance(id, 8))::int,
  jsonb_build_object('like', 1 + floor(5 * pg_temp.chance(id, 9))::int), 1, author, community
FROM drawn CROSS JOIN LATERAL (SELECT CASE WHEN potato IS NULL THEN phrase.said ELSE '' END AS said
  FROM phrase WHERE n = drawn.id % 4096) text
ORDER BY id;

INSERT INTO feeds_reaction (emoji, created, person_id, post_id)
SELECT DISTINCT ON (person, post) 'like', now(), person, post FROM (
  SELECT 1 + floor(:people * pg_temp.chance(n, 10))::bigint AS person, 1 + floor(:posts * pg_temp.chance(n, 11))::bigint AS post
  FROM generate_series(1, :reactions) n) given;

INSERT INTO feeds_comment (created, body, body_html, reaction_counts, is_best, version, author_id, post_id)
SELECT now() - interval '1 day' * pg_temp.chance(i, 12), answer, '<p>' || answer || '</p>', '{}', false, 1,
  171 + floor((:people - 171) * pg_temp.chance(i, 13))::bigint, 1 + floor(:posts * pg_temp.chance(i, 14))::bigint
FROM generate_series(1, :comments) i JOIN phrase ON n = i % 4096;

-- potatoes: one in five is open; bites: four each
CREATE TEMP TABLE hot AS
SELECT d.potato AS id, d.id AS post, d.created, d.author, d.community, pg_temp.chance(d.potato, 20) AS luck,
  CASE WHEN pg_temp.chance(d.potato, 21) < 0.8 THEN (ARRAY['closed','closed','closed','resolved'])[1 + floor(4 * pg_temp.chance(d.potato, 22))::int]
       ELSE (ARRAY['flagged','caught','in_progress','in_progress','waiting'])[1 + floor(5 * pg_temp.chance(d.potato, 22))::int] END AS status
FROM drawn d WHERE d.potato IS NOT NULL;

INSERT INTO issues_issue (id, title, description, description_html, severity, status, owned_since, flagged_at, caught_at,
  resolved_at, closed_at, status_before, waiting_for, waiting_since, waiting_reason, heat, heat_at, heat_terms, bounces,
  progress_at, reopen_count, task_total, task_done, task_taken, task_live, effort_left, effort_total, customer_count,
  discard_reason, appeal_reason, hunter_may_catch, source, external_id, version, community_id, customer_id, owner_id,
  post_id, reporter_id)
OVERRIDING SYSTEM VALUE
SELECT id, initcap(pg_temp.words(id + 5000000, 7)), '', '', (ARRAY['low','medium','high','critical'])[1 + floor(4 * luck)::int],
  status, created, created, CASE WHEN status <> 'flagged' THEN created END,
  CASE WHEN status IN ('closed','resolved') THEN least(created + interval '5 days', now()) END,
  CASE WHEN status = 'closed' THEN least(created + interval '8 days', now()) END,
  CASE WHEN status = 'waiting' THEN 'in_progress' ELSE '' END, CASE WHEN status = 'waiting' THEN 'customer' ELSE '' END,
  CASE WHEN status = 'waiting' THEN created END, '', floor(100 * luck)::int, now(), '{}', 0, created, 0,
  4, CASE WHEN status IN ('closed','resolved') THEN 4 ELSE 1 END, CASE WHEN status IN ('closed','resolved') THEN 0 ELSE 1 END,
  CASE WHEN status IN ('closed','resolved') THEN 0 ELSE 3 END, CASE WHEN status IN ('closed','resolved') THEN 0 ELSE 180 END, 240, 1,
  '', '', false, '', '', 1, community, 1 + id % 400, author, post, 1 + (author * 7) % :people
FROM hot;

INSERT INTO issues_issuewords (issue_id, title, words)
SELECT id, lower(unaccent(title)), array_to_tsvector(issues_lexemes(title || ' ' || description)) FROM issues_issue;

INSERT INTO issues_hunter (joined_at, customer_id, person_id, issue_id)
SELECT created, 1 + id % 400, 1 + (author * 7) % :people, id FROM hot;

INSERT INTO issues_issuefollow (issue_id, person_id)
SELECT DISTINCT id, 171 + floor((:people - 171) * pg_temp.chance(id * 8 + n, 25))::bigint FROM hot, generate_series(1, 3) n;

INSERT INTO issues_task (title, done_when, status, blocked_reason, size, effort, position, created, taken_at, touched_at,
  finished_at, version, assignee_id, issue_id, proposed_by_id)
SELECT initcap(pg_temp.words(id * 4 + n + 7000000, 5)), '', state, '', 'S', CASE WHEN state = 'done' THEN 'S' ELSE '' END, n,
  created, CASE WHEN state <> 'open' THEN created END, created, CASE WHEN state = 'done' THEN least(created + interval '4 days', now()) END,
  1, CASE WHEN state <> 'open' THEN 171 + floor((:people - 171) * pg_temp.chance(id * 4 + n, 30))::bigint END, id, author
FROM hot CROSS JOIN generate_series(1, 4) n CROSS JOIN LATERAL (SELECT CASE WHEN hot.status IN ('closed','resolved') OR n = 1
  THEN 'done' WHEN n = 2 THEN 'doing' ELSE 'open' END AS state) as_it_stands;

DROP TABLE drawn, hot, phrase;
SET session_replication_role = origin;
