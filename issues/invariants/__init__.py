"""What must be true of the database at any moment, each in one SQL statement that finds the offenders."""
