"""What a person is told when the engine fails: one sentence, in both languages, without the engine's stack."""

import pytest
from neo4j import exceptions as bolt

from maillage.graph.errors import MaillageError, QueryError, StoreError
from maillage.graph.store import _translate

CASES = [
    ("Neo.ClientError.Security.Unauthorized", "wrong", False, StoreError, "refuses this login"),
    ("Neo.ClientError.Security.AuthenticationRateLimit", "too often", False, StoreError, "refuses this login"),
    ("Neo.ClientError.Security.CredentialsExpired", "change it", False, StoreError, "refuses this login"),
    ("Neo.ClientError.Database.DatabaseNotFound", "none", False, StoreError, "no such database"),
    ("Neo.ClientError.Security.Forbidden", "no", True, StoreError, "may only be read"),
    ("Neo.ClientError.Security.Forbidden", "no", False, QueryError, "only reading is allowed"),
    ("Neo.ClientError.Statement.AccessMode", "no", False, QueryError, "only reading is allowed"),
    ("Neo.ClientError.Statement.SyntaxError", "Invalid input ')'\nat line 1", False, QueryError, r"Invalid input '\)'$"),
    ("Neo.ClientError.Transaction.TransactionTimedOut", "terminated", False, StoreError, "no answer in time"),
    ("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", "x", False, StoreError, "no answer in time"),
    (
        "Neo.DatabaseError.Transaction.TransactionCommitFailed",
        "No space left on device",
        True,
        StoreError,
        "disk of the database",
    ),
    ("Neo.ClientError.Schema.ConstraintValidationFailed", "Node(3) with name 'Zoé'", True, StoreError, "same ids"),
    ("Neo.DatabaseError.General.UnknownError", "boom", False, StoreError, "the database failed"),
]


@pytest.mark.parametrize(("code", "message", "writing", "kind", "sentence"), CASES)
def test_a_failure_of_the_server_is_one_sentence(code, message, writing, kind, sentence):
    error = bolt.Neo4jError._hydrate_neo4j(code=code, message=message)
    found = _translate(error, "bolt://host:7687", writing)
    assert type(found) is kind
    with pytest.raises(MaillageError, match=sentence):
        raise found
    assert "\n" not in found.fr + found.en
    assert found.fr != found.en
    assert "Zoé" not in found.en


@pytest.mark.parametrize("error", [bolt.ServiceUnavailable("gone"), bolt.SessionExpired("gone"), ConnectionRefusedError("x")])
def test_a_server_that_is_gone(error):
    assert "does not answer" in str(_translate(error, "bolt://host:7687"))
