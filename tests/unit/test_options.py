"""The plugin's options as they stand in mkdocs.yml."""

import warnings

from mkdocs_postmortems.options import PostmortemsOptions, as_written


def test_what_was_written_is_told_without_a_warning_of_mkdocs_s():
    options = PostmortemsOptions()
    options.load_dict({"feeds": "full"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert list(as_written(options)) == [{"feeds": "full"}]


def test_settings_that_do_not_keep_it_have_nothing_written():
    assert list(as_written({"feeds": "full"})) == []
