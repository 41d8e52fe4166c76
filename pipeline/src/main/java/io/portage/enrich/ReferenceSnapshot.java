package io.portage.enrich;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last good content of all references; immutable.
 *
 * @param byName the content by the reference's name; without references that could never be read
 * @param triedAt the time of the last read or failed read, milliseconds since 1970
 */
record ReferenceSnapshot(Map<String, ReferenceTable> byName, long triedAt) {
  static final ReferenceSnapshot NONE = new ReferenceSnapshot(Map.of(), 0);

  @Nullable ReferenceTable get(String name) {
    return byName.get(name);
  }

  /** Returns the snapshot with the latest {@code triedAt}; {@link #NONE} if there is none. */
  static ReferenceSnapshot newest(Iterable<ReferenceSnapshot> all) {
    @Nullable ReferenceSnapshot newest = null;
    for (ReferenceSnapshot next : all) {
      if (newest == null || next.triedAt > newest.triedAt) {
        newest = next;
      }
    }
    return newest == null ? NONE : newest;
  }
}
