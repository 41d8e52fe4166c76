package io.portage.enrich;

import io.portage.config.reference.ReferenceException;
import io.portage.config.reference.ReferenceRequest;
import java.util.HashSet;
import java.util.Set;

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

  /** Reads a reference from its source. */
  static ReferenceTable readFromSource(ReferenceSpec spec, long now) throws ReferenceException {
    Set<String> columns = new HashSet<>(spec.wanted());
    columns.add(spec.config().key());
    ReferenceEntries entries = new ReferenceEntries(spec);
    spec.config().source().read(new ReferenceRequest(Set.copyOf(columns), spec.target()), entries);
    return entries.toReference(now);
  }
}
