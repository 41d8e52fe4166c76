package io.portage.model.schema;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A column of a source table.
 *
 * @param name its name in the events
 * @param type its type
 * @param nullable false if the source declares that it is never null
 * @param key true if it is a part of the row's key
 * @param defaultValue the value that the schema declares as default, as a decoded value ({@link
 *     io.portage.model.Row} lists the types); null if the schema declares none, or null: both are
 *     the same for a column. Not guaranteed: that the source's default is a constant. Debezium
 *     replaces an expression such as {@code now()} in a column that is not null by the zero of the
 *     type, for times the beginning of 1970
 */
public record SourceColumn(
    String name, SourceType type, boolean nullable, boolean key, @Nullable Object defaultValue)
    implements Serializable {
  /** A nullable column without a default, which is not part of the key. */
  public static SourceColumn of(String name, SourceType type) {
    return new SourceColumn(name, type, true, false, null);
  }

  /** Returns a copy that is, or is not, a part of the key. */
  public SourceColumn withKey(boolean part) {
    return new SourceColumn(name, type, nullable, part, defaultValue);
  }
}
