"""Made-up keys, put together when the tests run, so that no scanner finds one in this file."""

import random
import string

_LETTERS = string.ascii_letters + string.digits
_HEX = "0123456789abcdef"


def _made(seed: str, length: int, letters: str = _LETTERS) -> str:
    """Letters drawn by chance, always the same ones, with a digit and a letter among them."""
    chance = random.Random(seed)
    sure = "A7" if "A" in letters else "a7"
    drawn = "".join(chance.choice(letters) for _ in range(length - 2))
    return drawn[:5] + sure + drawn[5:]


def _key(header: str) -> str:
    kind = "PRIVATE " + "KEY"
    return f"-----BEGIN {header}{kind}-----\n{_made(header, 64)}\n-----END {header}{kind}-----"


_CAPITALS = string.ascii_uppercase + "234567"

KEYS: dict[str, tuple[str, str]] = {
    "an AWS access key": ("AK" + "IA", _made("aws", 16, _CAPITALS)),
    "a Google API key": ("AI" + "za", _made("gcp", 35)),
    "a Google OAuth token": ("ya" + "29.", _made("oauth", 80)),
    "an Azure storage key": ("Account" + "Name=lab;Account" + "Key=", _made("az", 86) + "=="),
    "an Azure shared access signature": ("https://x.example/c?sv=1&s" + "ig=", _made("sas", 43)),
    "a Microsoft Entra client secret": ("", "aB3" + "8Q" + "~" + _made("entra", 34)),
    "a GitHub token": ("gh" + "p_", _made("github", 36)),
    "a GitLab token": ("gl" + "pat-", _made("gitlab", 20)),
    "a Slack token": ("xo" + "xb-", "2048-4096-" + _made("slack", 24)),
    "a Slack webhook": (
        "https://hooks.slack" + ".com/services/",
        f"T0{_made('t', 8, _CAPITALS)}/B0{_made('b', 8, _CAPITALS)}/{_made('hook', 24)}",
    ),
    "an Anthropic key": ("sk-" + "ant-", "api03-" + _made("anthropic", 93)),
    "an OpenAI key": ("sk-" + "proj-", _made("openai", 100)),
    "a Hugging Face token": ("h" + "f_", _made("hf", 34)),
    "a Weights & Biases key": ("wandb log" + "in ", _made("wandb", 40, _HEX)),
    "a Kaggle key": ('{"username": "ada", "k' + 'ey": "', _made("kaggle", 32, _HEX) + '"}'),
    "a Databricks token": ("da" + "pi", _made("databricks", 32, _HEX)),
    "a Replicate token": ("r" + "8_", _made("replicate", 37)),
    "a Groq key": ("gs" + "k_", _made("groq", 52)),
    "a LangSmith key": (
        "lsv" + "2_pt_",
        _made("langsmith", 32, _HEX) + "_" + _made("smith", 10, _HEX),
    ),
    "a Stripe key": ("sk_" + "live_", _made("stripe", 24)),
    "a SendGrid key": ("S" + "G.", _made("send", 22) + "." + _made("grid", 43)),
    "a Vault token": ("hv" + "s.", _made("vault", 95)),
    "a DigitalOcean token": ("dop" + "_v1_", _made("ocean", 64, _HEX)),
    "an npm token": ("np" + "m_", _made("npm", 36)),
    "a PyPI token": ("py" + "pi-", _made("pypi", 90)),
    "a Telegram bot token": ("20487651" + ":A" + "A", _made("telegram", 33)),
    "a JSON Web Token": (
        "ey" + "J" + _made("head", 30),
        ".ey" + "J" + _made("claims", 60) + "." + _made("signed", 43),
    ),
    "a private key": ("", _key("RSA ")),
    "an Authorization header": ("curl -H 'Author" + "ization: Bearer ", _made("bearer", 40) + "'"),
}
"""By its kind: what stands before a key or begins it, and the key."""

IN_ADDRESSES = (
    f"postgresql://lab:{_made('pg', 12)}@db.corp.test:5432/churn",
    f"curl https://ada:{_made('basic', 14)}@mlflow.corp.test/api",
    f"redis://:{_made('redis', 10)}@cache:6379/0",
    f"git clone https://oauth2:{_made('git', 20)}@git.corp.test/lab/churn.git",
)
"""Passwords in web addresses."""

NAMED = (
    f"MLFLOW_TRACKING_PASSWORD={_made('mlflow', 20)}",
    f"export WANDB_API_KEY={_made('wandb2', 40, _HEX)}",
    f"aws_secret_access_key = {_made('aws2', 40, _LETTERS + '+/')}",
    f'    "api_key": "{_made("json", 32)}",',
    f"snowflake_password: '{_made('snow', 16)}'",
    f"Server=tcp:db,1433;User ID=lab;Password={_made('odbc', 14)};Encrypt=true",
    f"client_secret => {_made('client', 24)}",
    f"NEPTUNE_API_TOKEN={_made('neptune', 60)}",
)
"""Values beside a name that means a secret."""
