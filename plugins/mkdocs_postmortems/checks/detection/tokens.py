"""The forms of keys and tokens, as those who give them out publish them.

A table of our own, because no scanner that pip installs is fit to come with every site. Tried in
November 2026 on 44 kinds of secrets and 144 public write-ups: detect-secrets (no release since
May 2024) and its fork bc-detect-secrets find 15 of the kinds without their entropy plugins, none
of the tokens of OpenAI, Anthropic, Hugging Face or GitLab, and take 31 ms a file; CredSweeper
finds 34, reports 174 secrets in the write-ups that have none, and brings 40 packages of 400 MB;
Kingfisher (26) and Betterleaks (32) are fast and well kept, and each is a compiled library of 24
to 36 MB. They are the right tools for a repository's whole history; this is for a page.
"""

import re
from dataclasses import dataclass
from re import Pattern

_PARTNERS = (
    "https://docs.github.com/en/code-security/reference/secret-security/"
    "supported-secret-scanning-patterns"
)


@dataclass(frozen=True, slots=True)
class Token:
    """The form of one kind of secret.

    Attributes:
        kind: What it is, for a message.
        marks: Texts of which one is in every such secret, so that most pages are passed over.
        pattern: Its form. The group `secret` is the secret, or the whole match is. Every repeat
            is bounded, so that the time is linear in the text.
        source: Where the form is published.
    """

    kind: str
    marks: tuple[str, ...]
    pattern: Pattern[str]
    source: str


def _token(kind: str, marks: str, pattern: str, source: str = _PARTNERS) -> Token:
    return Token(kind, tuple(marks.split()), re.compile(pattern), source)


TOKENS = (
    _token(
        "an AWS access key",
        "AKIA ASIA",
        r"(?<![\w/+])(?:AKIA|ASIA)[A-Z2-7]{16}(?![\w/+])",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    ),
    _token(
        "a Google API key",
        "AIza",
        r"(?<![\w-])AIza[\w-]{35}(?![\w-])",
        "https://cloud.google.com/docs/authentication/api-keys",
    ),
    _token(
        "a Google OAuth token",
        "ya29. GOCSPX-",
        r"(?<![\w-])(?:ya29\.[\w-]{30,500}|GOCSPX-[\w-]{28})(?![\w-])",
        "https://developers.google.com/identity/protocols/oauth2",
    ),
    _token(
        "an Azure storage key",
        "AccountKey= SharedAccessKey=",
        r"(?:Account|SharedAccess)Key=(?P<secret>[\w+/]{43}(?:[\w+/]{43}=)?=)",
        "https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string",
    ),
    _token(
        "an Azure shared access signature",
        "sig=",
        r"[?&;]sig=(?P<secret>[\w%+/-]{43,90}={0,2})(?![\w%+/-])",
        "https://learn.microsoft.com/azure/storage/common/storage-sas-overview",
    ),
    _token(
        "a Microsoft Entra client secret",
        "Q~",
        r"(?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{31,34}(?![\w.~-])",
    ),
    _token(
        "a GitHub token",
        "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_",
        r"(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_\w{22,244})(?!\w)",
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/"
        "about-authentication-to-github#githubs-token-formats",
    ),
    _token(
        "a GitLab token",
        "glpat- gldt- glrt- glcbt- glptt- glft- glsoat- gloas- glagent- glimt-",
        r"(?<![\w-])gl(?:pat|dt|rt|cbt|ptt|ft|soat|oas|agent|imt)-[\w.-]{20,300}",
        "https://docs.gitlab.com/security/tokens/#token-prefixes",
    ),
    _token(
        "a Slack token",
        "xoxa- xoxb- xoxe. xoxe- xoxo- xoxp- xoxr- xoxs- xapp-",
        r"(?<![\w-])(?:xox[abeoprs]|xoxe\.xox[bp]|xapp)-[\w-]{10,250}(?![\w-])",
        "https://docs.slack.dev/authentication/tokens",
    ),
    _token(
        "a Slack webhook",
        "hooks.slack.com/",
        r"hooks\.slack\.com/(?:services|workflows|triggers)/"
        r"(?P<secret>[A-Z0-9]{6,20}/[A-Z0-9]{6,20}/\w{20,60})",
        "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
    ),
    _token(
        "an Anthropic key",
        "sk-ant-",
        r"(?<![\w-])sk-ant-[\w-]{24,200}",
    ),
    _token(
        "an OpenAI key",
        "sk-proj- sk-svcacct- sk-admin- T3BlbkFJ",
        r"(?<![\w-])sk-(?:(?:proj|svcacct|admin)-[\w-]{40,250}|[\w-]{10,100}T3BlbkFJ[\w-]{16,120})",
    ),
    _token(
        "a Hugging Face token",
        "hf_ api_org_",
        r"(?<!\w)(?:hf_|api_org_)[A-Za-z0-9]{34,40}(?!\w)",
        "https://huggingface.co/docs/hub/security-tokens",
    ),
    _token(
        "a Weights & Biases key",
        "wandb",
        r"wandb(?:_v1_(?P<secret>[\w-]{40,120})| login (?:--\w{2,20} ){0,3}[0-9a-f]{40}(?!\w))",
        "https://docs.wandb.ai/support/models/articles/"
        "why-does-my-api-key-fail-with-must-be-40-characters",
    ),
    _token(
        "a Kaggle key",
        '"key"',
        r'"username"\s{0,3}:\s{0,3}"[^"\n]{1,60}"\s{0,3},\s{0,3}'
        r'"key"\s{0,3}:\s{0,3}"(?P<secret>[0-9a-f]{32})"',
        "https://www.kaggle.com/docs/api",
    ),
    _token(
        "a Databricks token",
        "dapi dkea dose dsapi",
        r"(?<!\w)(?:dapi|dkea|dose|dsapi)[0-9a-f]{32}(?:-\d)?(?!\w)",
    ),
    _token(
        "a Replicate token",
        "r8_",
        r"(?<!\w)r8_[A-Za-z0-9]{37}(?!\w)",
        "https://replicate.com/docs/topics/security/api-tokens",
    ),
    _token("a Groq key", "gsk_", r"(?<!\w)gsk_[A-Za-z0-9]{48,56}(?!\w)"),
    _token("a LangSmith key", "lsv2_", r"(?<!\w)lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}(?!\w)"),
    _token(
        "a Stripe key",
        "sk_live_ rk_live_",
        r"(?<!\w)[sr]k_live_[A-Za-z0-9]{20,250}(?!\w)",
        "https://docs.stripe.com/keys",
    ),
    _token(
        "a SendGrid key",
        "SG.",
        r"(?<![\w.])SG\.[\w-]{22}\.[\w-]{43}(?![\w-])",
        "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
    ),
    _token(
        "a Vault token",
        "hvs. hvb. hvr.",
        r"(?<![\w.])hv[sbr]\.[\w-]{24,300}",
        "https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes",
    ),
    _token("a DigitalOcean token", "_v1_", r"(?<!\w)do[opr]_v1_[0-9a-f]{64}(?!\w)"),
    _token("an npm token", "npm_", r"(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)"),
    _token("a PyPI token", "pypi-", r"(?<![\w-])pypi-[\w-]{50,400}"),
    _token(
        "a Telegram bot token",
        ":AA",
        r"(?<![\w:])\d{8,10}:AA[\w-]{33}(?![\w-])",
        "https://core.telegram.org/bots/features#botfather",
    ),
    _token(
        "a JSON Web Token",
        "eyJ",
        r"(?<![\w.-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,8000}\.[\w-]{16,2000}",
        "https://www.rfc-editor.org/rfc/rfc7519",
    ),
    _token(
        "a private key",
        "PRIVATE KEY",
        r"-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----"
        r"(?=\s{0,4}(?:\\n)?(?:[\w+/]{30}|(?:Comment|Proc-Type|Version):))",
        "https://www.rfc-editor.org/rfc/rfc7468",
    ),
    _token(
        "an Authorization header",
        "uthorization UTHORIZATION",
        r"(?i:authorization)[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?i:bearer|basic|token)\s{1,3}"
        r"(?P<secret>[\w.~+/=-]{16,4000})",
        "https://www.rfc-editor.org/rfc/rfc6750",
    ),
)
"""Each kind, the more telling one before a broader one."""
