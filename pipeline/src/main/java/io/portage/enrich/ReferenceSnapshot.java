package io.portage.enrich;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last good content of all references; immutable.
 *
 * @param byName content by the reference's name; one that could never be read is not there
 * @param triedAt when any of them was last read or tried, milliseconds since 1970
 */
record ReferenceSnapshot(Map<String, ReferenceTable> byName, long triedAt) {
  static final ReferenceSnapshot NONE = new ReferenceSnapshot(Map.of(), 0);

  @Nullable ReferenceTable get(String name) {
    return byName.get(name);
  }

  /** The one that was tried last; {@link #NONE} when there is none. */
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
