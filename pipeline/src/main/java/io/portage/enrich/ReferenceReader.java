package io.portage.enrich;

import io.portage.model.Columns;
import io.portage.model.Row;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a reference from where its configuration says. */
@FunctionalInterface
interface ReferenceReader {
  /**
   * The whole content.
   *
   * @throws ReferenceException when it cannot be read, lacks a column, or has a key twice or none
   */
  ReferenceTable read(ReferenceSpec spec, long now) throws ReferenceException;

  /** Reads files and databases. */
  static ReferenceTable readFromAnywhere(ReferenceSpec spec, long now) throws ReferenceException {
    return spec.config().csv() != null
        ? new CsvReader().read(spec, now)
        : new QueryReader().read(spec, now);
  }

  /** Collects entries and refuses keys that are missing or stand twice. */
  final class ReferenceEntries {
    private final ReferenceSpec spec;
    private final Columns columns;
    private final Map<String, Row> rows = new HashMap<>();

    ReferenceEntries(ReferenceSpec spec) {
      this.spec = spec;
      this.columns = spec.columns();
    }

    /** Adds an entry; {@code place} says where it stands, e.g. "line 3". */
    void add(@Nullable Object key, @Nullable Object[] values, String place)
        throws ReferenceException {
      if (key == null) {
        throw new ReferenceException(place + " has no " + spec.config().key());
      }
      if (rows.put(LookupKey.of(key), Row.of(columns, values)) != null) {
        throw new ReferenceException(
            place + " has the " + spec.config().key() + " of an earlier one");
      }
    }

    ReferenceTable toReference(long now) {
      return new ReferenceTable(spec.config().key(), columns, rows, now);
    }
  }
}
