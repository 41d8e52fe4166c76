/**
 * Schema registries: the ids that records carry, the client that fetches a schema by its id, and
 * the settings in {@code source.registry}.
 *
 * <p>The schema of an id never changes, so a format that asks the registry is still a pure function
 * of the record; it may wait, as long as the registry does not answer.
 */
@org.jspecify.annotations.NullMarked
package io.portage.decode.registry;
