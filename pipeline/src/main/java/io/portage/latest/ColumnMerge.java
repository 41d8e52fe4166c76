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
 * The merge column by column: of each column the newest value, unless it belongs to an earlier life
 * of the row.
 *
 * <p>A life ends with a delete, and a delete's own image shows the life that it ends. So for an
 * upsert nothing counts that is not newer than the newest delete; for a delete, nothing that is not
 * newer than the delete before it. That bound only rises when more is merged, and so what was
 * dropped once could never have stayed.
 *
 * <p>Equal results are equal rows: first stand the newest change's columns in their own order, then
 * the others by name.
 */
final class ColumnMerge {
  private final Change newer;
  private final Change older;
  private final @Nullable Version whole;
  private final @Nullable Version deleted;
  private final @Nullable Version deletedBefore;
  private final @Nullable Version lifeBegan;
  private final List<String> names = new ArrayList<>();
  private final List<@Nullable Object> values = new ArrayList<>();
  private final List<Version> versions = new ArrayList<>();

  private ColumnMerge(Change newer, Change older) {
    this.newer = newer;
    this.older = older;
    RowLineage a = newer.lineage();
    RowLineage b = older.lineage();
    this.deleted = max(a.lastDelete(), b.lastDelete());
    this.deletedBefore =
        max(
            max(below(a.lastDelete(), deleted), below(b.lastDelete(), deleted)),
            max(a.previousDelete(), b.previousDelete()));
    this.lifeBegan = newer.op() == Op.UPSERT ? deleted : deletedBefore;
    Version lastWhole = max(a.fullRowVersion(), b.fullRowVersion());
    this.whole = lastWhole != null && isOfThisLife(lastWhole) ? lastWhole : null;
  }

  /** The merge; {@code newer} is the one whose operation holds. */
  static Change merge(Change newer, Change older) {
    ColumnMerge merge = new ColumnMerge(newer, older);
    return merge.newerHasAll() ? merge.withRowOfNewer() : merge.withMergedRow();
  }

  /** Whether no column can come from the older change. */
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
    RowLineage lineage = new RowLineage(newer.version(), whole, deleted, deletedBefore, null);
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
        new RowLineage(newer.version(), whole, deleted, deletedBefore, ofColumns));
  }

  /**
   * The columns at the newest version; by name where two changes of that version differ in them.
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
    if (isOfThisLife(version)) {
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

  private boolean isOfThisLife(Version version) {
    return lifeBegan == null || version.isAfter(lifeBegan);
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
