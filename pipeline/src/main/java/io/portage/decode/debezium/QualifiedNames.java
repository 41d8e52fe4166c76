package io.portage.decode.debezium;

import org.jspecify.annotations.Nullable;

/** Joins the names of tables; the last result is cached. Thread-safe. */
final class QualifiedNames {
  /** Written without a lock: every cached name is correct, the last one is only the most likely. */
  private @Nullable QualifiedName last;

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
}
