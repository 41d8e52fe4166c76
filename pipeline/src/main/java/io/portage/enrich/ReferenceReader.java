package io.portage.enrich;

import io.portage.model.Columns;
import io.portage.model.Row;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a reference from its configured source. */
@FunctionalInterface
interface ReferenceReader {
  /**
   * Reads the whole content.
   *
   * @param now the time of the read, milliseconds since 1970
   * @throws ReferenceException if the reference cannot be read, lacks a column, or has an entry
   *     with a duplicate key or without a key
   */
  ReferenceTable read(ReferenceSpec spec, long now) throws ReferenceException;

  /** Reads a reference from a file or a database. */
  static ReferenceTable readFromAnywhere(ReferenceSpec spec, long now) throws ReferenceException {
    return spec.config().csv() != null
        ? new CsvReader().read(spec, now)
        : new QueryReader().read(spec, now);
  }

  /** Collects entries and rejects missing and duplicate keys. */
  final class ReferenceEntries {
    private final ReferenceSpec spec;
    private final Columns columns;
    private final Map<String, Row> rows = new HashMap<>();

    ReferenceEntries(ReferenceSpec spec) {
      this.spec = spec;
      this.columns = spec.columns();
    }

    /** Adds an entry; {@code place} is its place in the source, e.g. "line 3". */
    void add(@Nullable Object key, @Nullable Object[] values, String place)
        throws ReferenceException {
      if (key == null) {
        throw new ReferenceException(place + " has no " + spec.config().key());
      }
      if (rows.put(LookupKey.of(key), Row.of(columns, values)) != null) {
        throw new ReferenceException(
            place + " has the same " + spec.config().key() + " as an earlier entry");
      }
    }

    ReferenceTable toReference(long now) {
      return new ReferenceTable(spec.config().key(), columns, rows, now);
    }
  }
}
