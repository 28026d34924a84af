"""The models of people."""

from people.models.org import Absence, Follow, Team
from people.models.people import Person, Role
from people.models.sessions import LoginSession
from people.models.skills import PersonSkill, Skill

__all__ = ["Absence", "Follow", "LoginSession", "Person", "PersonSkill", "Role", "Skill", "Team"]
