/**
 * Reads YAML with the place of each value: typed values, substitution of environment variables, and
 * all errors of a file together, each with line, column, key and a suggestion.
 *
 * <p>Knows no key of the configuration; those are in {@link io.portage.config.reading}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.config.yaml;
