package io.portage.config;

import java.io.Serializable;
import java.util.Map;

/**
 * The part of an entry of {@code tables} that may differ between the sources of one target table.
 *
 * @param from the topic, or for Debezium {@code schema.table}; or a regular expression for its
 *     whole name
 * @param isPattern true if {@code from} is a regular expression
 * @param to the target table, {@code table} or {@code schema.table}; after a regular expression
 *     with {@code $1} to {@code $9} for the text of its groups
 * @param isShared true if the configuration states that other sources may have the same target
 * @param added the added columns, by name
 */
public record RouteConfig(
    String from, boolean isPattern, String to, boolean isShared, Map<String, AddedColumn> added)
    implements Serializable {
  /** A route from one source to one target, without added columns. */
  public static RouteConfig of(String from, String to) {
    return new RouteConfig(from, false, to, false, Map.of());
  }
}
