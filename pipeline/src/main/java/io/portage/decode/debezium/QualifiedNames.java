package io.portage.decode.debezium;

import io.portage.model.event.SourceNames;
import org.jspecify.annotations.Nullable;

/** The names of tables; the last ones are cached. Thread-safe. */
final class QualifiedNames {
  /** Written without a lock: every cached name is correct, the last one is only the most likely. */
  private @Nullable QualifiedName last;

  private SourceNames lastParts = SourceNames.NONE;

  private record QualifiedName(String owner, String name, String text) {}

  /** Returns {@code owner.name}. */
  String qualified(String owner, String name) {
    QualifiedName known = last;
    if (known == null || !known.owner.equals(owner) || !known.name.equals(name)) {
      known = new QualifiedName(owner, name, owner + "." + name);
      last = known;
    }
    return known.text;
  }

  /** Returns the parts of a table's name, null for empty ones. */
  SourceNames parts(String database, String schema, String table) {
    SourceNames known = lastParts;
    if (database.equals(orEmpty(known.database()))
        && schema.equals(orEmpty(known.schema()))
        && table.equals(orEmpty(known.table()))) {
      return known;
    }
    known = new SourceNames(orNull(database), orNull(schema), orNull(table));
    lastParts = known;
    return known;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
