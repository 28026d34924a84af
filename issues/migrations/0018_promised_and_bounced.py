"""When each news had been promised, and the most bounces a potato ever had; before now as far as rows tell."""

from decimal import Decimal

from django.db import migrations, models

PROMISED = """
UPDATE issues_customerupdate told SET due_at = before.promised FROM (
    SELECT id, lag(next_news_at) OVER (PARTITION BY issue_id ORDER BY at, id) AS promised FROM issues_customerupdate
) before WHERE before.id = told.id AND before.promised IS NOT NULL
"""
BOUNCED = "UPDATE issues_issue SET most_bounces = bounces WHERE bounces > 0"


class Migration(migrations.Migration):
    dependencies = [
        ("issues", "0017_talk_about_bites"),
    ]

    operations = [
        migrations.AddField(
            model_name="customerupdate",
            name="due_at",
            field=models.DateTimeField(help_text="when it had been promised; moved on by pauses", null=True),
        ),
        migrations.AddField(
            model_name="issue",
            name="most_bounces",
            field=models.DecimalField(
                db_default=Decimal("0"),
                decimal_places=1,
                default=Decimal("0"),
                max_digits=5,
            ),
        ),
        migrations.RunSQL(PROMISED, migrations.RunSQL.noop),
        migrations.RunSQL(BOUNCED, migrations.RunSQL.noop),
    ]
