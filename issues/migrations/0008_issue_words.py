"""The words of every potato, kept by the database itself, so that no way of writing one forgets them."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# A word that is empty for one of the two languages ("the", "les") finds nothing worth finding.
LEXEMES = """
CREATE FUNCTION issues_lexemes(said text) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(DISTINCT lexeme), '{}')
    FROM (SELECT DISTINCT w FROM regexp_split_to_table(lower(unaccent(left(said, 4000))), '[^[:alnum:]]+') AS w
          WHERE length(w) BETWEEN 2 AND 60) AS spoken
    CROSS JOIN LATERAL (SELECT ts_lexize('french_stem', w) AS fr, ts_lexize('english_stem', w) AS en) AS stemmed
    CROSS JOIN LATERAL unnest(fr || en) AS lexeme
    WHERE fr <> '{}' AND en <> '{}' AND lexeme <> ''
$$;
CREATE FUNCTION issues_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO issues_issuewords (issue_id, title, words)
    VALUES (NEW.id, lower(unaccent(NEW.title)), array_to_tsvector(issues_lexemes(NEW.title || ' ' || NEW.description)))
    ON CONFLICT (issue_id) DO UPDATE SET title = excluded.title, words = excluded.words;
    RETURN NULL;
END $$;
CREATE TRIGGER issues_keep_words AFTER INSERT OR UPDATE OF title, description ON issues_issue
    FOR EACH ROW EXECUTE FUNCTION issues_keep_words();
INSERT INTO issues_issuewords (issue_id, title, words)
    SELECT id, lower(unaccent(title)), array_to_tsvector(issues_lexemes(title || ' ' || description)) FROM issues_issue;
"""
AWAY = """
DROP TRIGGER issues_keep_words ON issues_issue;
DROP FUNCTION issues_keep_words();
DROP FUNCTION issues_lexemes(text);
"""


class Migration(migrations.Migration):
    """A table of its own: a potato's row changes with every degree of heat, its words hardly ever."""

    dependencies = [("issues", "0007_questions_and_thanks")]
    operations = [
        migrations.CreateModel(
            name="IssueWords",
            fields=[
                (
                    "issue",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="issues.issue",
                    ),
                ),
                ("title", models.CharField(max_length=400)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="issue_words"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["title"], name="issue_title_trigram", opclasses=["gin_trgm_ops"]
                    ),
                ],
            },
        ),
        migrations.RunSQL(LEXEMES, AWAY),
    ]
