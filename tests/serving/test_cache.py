"""A page neither fails nor waits because the cache is away."""

from esn.lib.cache import PatientRedisCache


def test_a_cache_that_is_away_is_empty_and_takes_everything() -> None:
    away = PatientRedisCache("redis://127.0.0.1:1/0", {})
    away.set("word", "kept")
    assert away.get("word", "default") == "default"
    assert away.get_many(["word"]) == {}
    assert away.add("word", 1)
    assert not away.has_key("word")
    away.delete("word")
    assert away.incr("count", 2) == 2
