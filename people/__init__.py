"""Who is who: accounts, the org chart, skills, absences."""
