package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Merges two changes column by column: each column gets its newest value, unless that value belongs
 * to an earlier lifetime of the row.
 *
 * <p>A delete ends a row's lifetime, and a delete carries the image of the row that it removes.
 * Merged into an upsert, values at or below the newest delete's version are discarded. Merged into
 * a delete, values at or below the previous delete's version are discarded. This bound only rises
 * with further merges, so a value that was discarded once would be discarded in any order.
 *
 * <p>Equal results are equal rows: the newest change's columns come first, in their own order, then
 * the others by name.
 */
final class ColumnMerge {
  private final Change newer;
  private final Change older;
  private final @Nullable Version fullRowVersion;
  private final @Nullable Version lastDelete;
  private final @Nullable Version previousDelete;
  private final @Nullable Version lifetimeStart;
  private final List<String> names = new ArrayList<>();
  private final List<@Nullable Object> values = new ArrayList<>();
  private final List<Version> versions = new ArrayList<>();

  private ColumnMerge(Change newer, Change older) {
    this.newer = newer;
    this.older = older;
    RowLineage a = newer.lineage();
    RowLineage b = older.lineage();
    this.lastDelete = max(a.lastDelete(), b.lastDelete());
    this.previousDelete =
        max(
            max(below(a.lastDelete(), lastDelete), below(b.lastDelete(), lastDelete)),
            max(a.previousDelete(), b.previousDelete()));
    this.lifetimeStart = newer.op() == Op.UPSERT ? lastDelete : previousDelete;
    Version lastFullRow = max(a.fullRowVersion(), b.fullRowVersion());
    this.fullRowVersion = lastFullRow != null && isOfThisLifetime(lastFullRow) ? lastFullRow : null;
  }

  /** Merges; {@code newer} is the change whose operation applies. */
  static Change merge(Change newer, Change older) {
    ColumnMerge merge = new ColumnMerge(newer, older);
    return merge.newerHasAll() ? merge.withRowOfNewer() : merge.withMergedRow();
  }

  /** Returns true if no column can come from the older change. */
  private boolean newerHasAll() {
    if (newer.lineage().columns() != null || !newer.version().isAfter(older.version())) {
      return false;
    }
    Columns all = newer.row().columns();
    Columns some = older.row().columns();
    if (all.equals(some)) {
      return true;
    }
    for (String name : some.names()) {
      if (all.indexOf(name) < 0) {
        return false;
      }
    }
    return true;
  }

  private Change withRowOfNewer() {
    RowLineage lineage =
        new RowLineage(newer.version(), fullRowVersion, lastDelete, previousDelete, null);
    return lineage.equals(newer.lineage()) ? newer : newer.withRow(newer.row(), lineage);
  }

  private Change withMergedRow() {
    Collection<String> newest = newestNames();
    Collection<String> others = new TreeSet<>(older.row().columns().names());
    others.addAll(newer.row().columns().names());
    others.removeAll(newest);
    newest.forEach(this::keep);
    others.forEach(this::keep);
    Version[] ofColumns = names.size() == newest.size() ? null : versions.toArray(new Version[0]);
    return newer.withRow(
        Row.of(Columns.of(names), values.toArray()),
        new RowLineage(newer.version(), fullRowVersion, lastDelete, previousDelete, ofColumns));
  }

  /**
   * The columns at the newest version; sorted by name if two changes of that version differ in
   * them.
   */
  private Collection<String> newestNames() {
    List<String> ofNewer = namesAt(newer.version(), newer);
    List<String> ofOlder = namesAt(newer.version(), older);
    if (ofOlder.isEmpty() || ofOlder.equals(ofNewer)) {
      return ofNewer;
    }
    if (ofNewer.isEmpty()) {
      return ofOlder;
    }
    Collection<String> sorted = new TreeSet<>(ofNewer);
    sorted.addAll(ofOlder);
    return sorted;
  }

  private static List<String> namesAt(Version version, Change change) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < change.row().size(); i++) {
      if (change.lineage().ofColumn(i).equals(version)) {
        names.add(change.row().columns().names().get(i));
      }
    }
    return names;
  }

  private void keep(String name) {
    int inNewer = newer.row().columns().indexOf(name);
    int inOlder = older.row().columns().indexOf(name);
    boolean fromNewer = isFromNewer(inNewer, inOlder);
    Change from = fromNewer ? newer : older;
    int at = fromNewer ? inNewer : inOlder;
    Version version = from.lineage().ofColumn(at);
    if (isOfThisLifetime(version)) {
      names.add(name);
      values.add(from.row().get(at));
      versions.add(version);
    }
  }

  private boolean isFromNewer(int inNewer, int inOlder) {
    if (inNewer < 0 || inOlder < 0) {
      return inOlder < 0;
    }
    int order = newer.lineage().ofColumn(inNewer).compareTo(older.lineage().ofColumn(inOlder));
    return order == 0
        ? DeterministicValueComparator.compare(newer.row().get(inNewer), older.row().get(inOlder))
            >= 0
        : order > 0;
  }

  private boolean isOfThisLifetime(Version version) {
    return lifetimeStart == null || version.isAfter(lifetimeStart);
  }

  private static @Nullable Version max(@Nullable Version a, @Nullable Version b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isAfter(b) ? a : b;
  }

  private static @Nullable Version below(@Nullable Version version, @Nullable Version bound) {
    return version == null || bound == null || !bound.isAfter(version) ? null : version;
  }
}
