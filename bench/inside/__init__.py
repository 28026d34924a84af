"""What is measured in a process in which Django works on a seeded database."""
