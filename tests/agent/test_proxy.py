import pytest
from vigie_agent.faults import BadSetting
from vigie_agent.proxy import Proxy, choose, parse


@pytest.mark.parametrize(
    ("host", "configured", "environment", "expected"),
    [
        ("vigie.ville.fr", "", {}, None),
        ("vigie.ville.fr", "http://p:8080", {"no_proxy": "*"}, Proxy("p", 8080)),
        ("vigie.ville.fr", "", {"HTTPS_PROXY": "p:8080"}, Proxy("p", 8080)),
        ("vigie.ville.fr", "", {"https_proxy": "http://p"}, Proxy("p", 3128)),
        ("vigie.ville.fr", "", {"HTTP_PROXY": "http://p"}, None),
        ("vigie.ville.fr", "none", {"HTTPS_PROXY": "p:8080"}, None),
        ("vigie.ville.fr", "", {"HTTPS_PROXY": "p", "NO_PROXY": "x, .ville.fr"}, None),
        ("vigie.ville.fr", "", {"HTTPS_PROXY": "p", "NO_PROXY": "*"}, None),
        ("maville.fr", "", {"HTTPS_PROXY": "p:1", "NO_PROXY": "ville.fr"}, Proxy("p", 1)),
        ("localhost", "", {"HTTPS_PROXY": "p"}, None),
    ],
)
def test_choice(
    host: str, configured: str, environment: dict[str, str], expected: Proxy | None
) -> None:
    assert choose("https", host, configured, environment) == expected


def test_a_proxy_with_a_password() -> None:
    assert parse("http://us%40er:pass@p:1").authorization == "Basic dXNAZXI6cGFzcw=="


@pytest.mark.parametrize("address", ["https://p:1", "http://", "http://p:port", "socks5://p:1"])
def test_a_wrong_address(address: str) -> None:
    with pytest.raises(BadSetting, match="serveur mandataire"):
        parse(address)
