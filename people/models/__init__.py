"""The models of people."""

from people.models.org import Absence, Follow, Team
from people.models.people import Person, Role
from people.models.skills import PersonSkill, Skill

__all__ = ["Absence", "Follow", "Person", "PersonSkill", "Role", "Skill", "Team"]
