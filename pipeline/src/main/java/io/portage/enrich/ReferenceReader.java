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

  /**
   * Reads a reference from its source. An unchecked exception of the source is a failed read too:
   * the last good content stays in use. The error names its class and place, but not its message,
   * which may contain values.
   */
  static ReferenceTable readFromSource(ReferenceSpec spec, long now) throws ReferenceException {
    Set<String> columns = new HashSet<>(spec.wanted());
    columns.add(spec.config().key());
    ReferenceRequest request = new ReferenceRequest(Set.copyOf(columns), spec.target());
    ReferenceEntries entries = new ReferenceEntries(spec);
    try {
      spec.config().source().read(request, entries);
    } catch (RuntimeException e) {
      StackTraceElement[] trace = e.getStackTrace();
      String place = trace.length == 0 ? "" : " at " + trace[0];
      throw new ReferenceException("the source failed with " + e.getClass().getName() + place, e);
    }
    return entries.toReference(now);
  }
}
