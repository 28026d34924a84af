"""Static files under names that change with what they hold, scripts' imports of each other included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

IMPORTS = CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]


class Collected(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Follows `import` in our own modules, so that a new release never meets an old script."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", IMPORTS))
