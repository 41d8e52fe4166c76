package io.portage.model.event;

import org.jspecify.annotations.Nullable;

/**
 * The names by which an event's source calls the table and what contains it.
 *
 * @param database the database, or null if the event does not contain it
 * @param schema the schema, or null if the source has none
 * @param table the table without its schema, or null
 */
public record SourceNames(
    @Nullable String database, @Nullable String schema, @Nullable String table) {
  /** Nothing is known. */
  public static final SourceNames NONE = new SourceNames(null, null, null);
}
