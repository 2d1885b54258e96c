"""What people are told of, and how they choose to be told by mail."""

from enum import StrEnum

from matchmaker.taxonomy.labels import Label


class NoticeType(StrEnum):
    """What a notice is about; the order is that of pages and summaries."""

    ANSWER_ASKED = "answer_asked"
    REMINDER = "reminder"
    REQUEST_DECIDED = "request_decided"
    REQUEST_ANSWERED = "request_answered"
    INTRODUCED = "introduced"
    INTRODUCTION_MESSAGE = "introduction_message"
    MEETING_CHANGED = "meeting_changed"
    OUTCOME_ASKED = "outcome_asked"
    INTRODUCTION_ENDED = "introduction_ended"
    PROFILE_REVIEWED = "profile_reviewed"
    PROFILE_STALE = "profile_stale"
    REQUEST_RECEIVED = "request_received"
    REQUEST_OVERDUE = "request_overdue"
    IMPORT_FINISHED = "import_finished"
    ACCOUNT_SECURITY = "account_security"


class Delivery(StrEnum):
    """When a mail tells of a notice; the list in the application has it in any case."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


NOTICE_TYPE_LABELS: dict[NoticeType, Label] = {
    NoticeType.ANSWER_ASKED: Label("You are asked for an answer", "Une réponse vous est demandée"),
    NoticeType.REMINDER: Label("Reminders of what waits for you", "Rappels de ce qui vous attend"),
    NoticeType.REQUEST_DECIDED: Label(
        "Decisions of programme staff on your requests", "Décisions de l’équipe du programme sur vos demandes"
    ),
    NoticeType.REQUEST_ANSWERED: Label(
        "Answers of the other side to your requests", "Réponses de l’autre partie à vos demandes"
    ),
    NoticeType.INTRODUCED: Label("You are introduced", "La mise en relation est faite"),
    NoticeType.INTRODUCTION_MESSAGE: Label(
        "Messages on your introductions", "Messages dans vos mises en relation"
    ),
    NoticeType.MEETING_CHANGED: Label(
        "Meetings proposed, accepted, moved or cancelled",
        "Rendez-vous proposés, acceptés, déplacés ou annulés",
    ),
    NoticeType.OUTCOME_ASKED: Label(
        "Questions about what became of an introduction", "Questions sur les suites d’une mise en relation"
    ),
    NoticeType.INTRODUCTION_ENDED: Label(
        "An introduction or request ended", "Fin d’une mise en relation ou d’une demande"
    ),
    NoticeType.PROFILE_REVIEWED: Label(
        "Decisions of programme staff on your profile", "Décisions de l’équipe du programme sur votre profil"
    ),
    NoticeType.PROFILE_STALE: Label("Your profile should be confirmed", "Votre profil est à confirmer"),
    NoticeType.REQUEST_RECEIVED: Label(
        "Requests that wait for a decision", "Demandes en attente d’une décision"
    ),
    NoticeType.REQUEST_OVERDUE: Label(
        "Requests that are overdue or went unanswered", "Demandes en retard ou restées sans réponse"
    ),
    NoticeType.IMPORT_FINISHED: Label("Your imports are finished", "Vos imports sont terminés"),
    NoticeType.ACCOUNT_SECURITY: Label("The safety of your account", "La sécurité de votre compte"),
}
DELIVERY_LABELS: dict[Delivery, Label] = {
    Delivery.AT_ONCE: Label("At once", "Aussitôt"),
    Delivery.DAILY: Label("Once a day", "Une fois par jour"),
    Delivery.NEVER: Label("No e-mail", "Aucun courriel"),
}
