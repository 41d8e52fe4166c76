package io.portage.upsert.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.TestChange;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.upsert.write.TestDatabase.PostgresOnly;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key changes of partial rows while rows of another table refer to the old key. */
@ExtendWith(SandboxExtension.class)
class MovedParentsIT {
  private static final String NO_ACTION = "";
  private static final String DEFERRED = "DEFERRABLE INITIALLY DEFERRED";
  private static final String RESTRICT = "ON DELETE RESTRICT";
  private static final String CASCADE = "ON DELETE CASCADE";
  private static final String SET_NULL = "ON DELETE SET NULL";

  private MovingTarget parents;
  private MovingTarget children;

  @BeforeEach
  void createTables(Sandbox sandbox) {
    parents = new MovingTarget(sandbox, "name text, big text");
    children = parents.beside(sandbox, "parent bigint, note text");
  }

  @AfterEach
  void dropTables() {
    children.close();
    parents.close();
  }

  private void refer(String action) {
    children.target.execute(
        "ALTER TABLE %s ADD CONSTRAINT to_parent FOREIGN KEY (parent) REFERENCES %s %s"
            .formatted(children.target.table, parents.target.table, action));
  }

  private static MovingTarget.Shard shard(MovingTarget table) {
    return table.shard(DeleteMode.HARD);
  }

  private Change parent(long id, long version) {
    return parents.given.upsert(id, version, "name", "p" + id, "big", "BIG " + id);
  }

  private Change child(long id, long version, long parent) {
    return children.given.upsert(id, version, "parent", parent, "note", "NOTE " + id);
  }

  private Change childMoves(long id, long version, long parent) {
    return children.given.partial(id, version, "parent", parent);
  }

  private void load() {
    shard(parents).write(parent(1, 1), parent(2, 1));
    shard(children).write(child(1, 2, 1), child(2, 2, 1), child(3, 2, 2));
  }

  private void assertAllHasMoved() {
    assertThat(parents.dead).isEmpty();
    assertThat(parents.target.rows("id, name, big")).containsExactly("2|p2|BIG 2", "9|p9|BIG 1");
    assertThat(children.target.rows("id, parent, note"))
        .containsExactly("1|9|NOTE 1", "2|9|NOTE 2", "3|2|NOTE 3");
    parents.assertNoMovedRows();
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_ACTION, DEFERRED, RESTRICT, CASCADE, SET_NULL})
  void childrenFollowTheNewKey(String action) {
    refer(action);
    load();
    MovingTarget.Shard old = shard(parents);
    MovingTarget.Shard neu = shard(parents);
    MovingTarget.Shard follow = shard(children);

    old.write(parents.moved(1, 5, 9));
    neu.write(parents.arrived(9, 5, "name", "p9"));
    follow.write(childMoves(1, 6, 9), childMoves(2, 6, 9));
    parents.retry(old, neu, follow);

    assertAllHasMoved();
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_ACTION, CASCADE})
  void childrenMayComeBeforeTheKeyChangeAndTheNewRowBeforeTheOld(String action) {
    refer(action);
    load();
    MovingTarget.Shard all = shard(parents);
    MovingTarget.Shard follow = shard(children);

    follow.write(childMoves(1, 6, 9), childMoves(2, 6, 9));
    all.write(parents.arrived(9, 5, "name", "p9"));
    all.write(parents.moved(1, 5, 9));
    parents.retry(follow, all);

    assertAllHasMoved();
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_ACTION, CASCADE})
  void aJobThatBeganAnewInBetweenEndsTheSame(String action) {
    refer(action);
    load();
    shard(parents).write(parents.moved(1, 5, 9));
    MovingTarget.Shard again = shard(parents);
    MovingTarget.Shard follow = shard(children);

    again.write(parents.moved(1, 5, 9), parents.arrived(9, 5, "name", "p9"));
    follow.write(childMoves(1, 6, 9), childMoves(2, 6, 9));
    parents.retry(again, follow);
    again.write(parents.moved(1, 5, 9), parents.arrived(9, 5, "name", "p9"));
    follow.write(childMoves(1, 6, 9), childMoves(2, 6, 9));
    parents.retry(again, follow);

    assertAllHasMoved();
  }

  /** An older change is written while the old row still exists because of its children. */
  @Test
  void theNewRowHasTheLastValuesOfTheOldRow() {
    refer(NO_ACTION);
    load();
    MovingTarget.Shard old = shard(parents);
    old.write(parents.moved(1, 5, 9));

    shard(parents).write(parents.given.upsert(1L, 4, "name", "late", "big", "BIGGER"));
    children.target.execute("DELETE FROM " + children.target.table + " WHERE parent = 1");
    parents.retry(old);
    shard(parents).write(parents.arrived(9, 5, "name", "p9"));

    assertThat(parents.target.rows("id, name, big")).containsExactly("2|p2|BIG 2", "9|p9|BIGGER");
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_ACTION, CASCADE})
  void parentsSwapTheirKeysWithTheirChildren(String action) {
    refer(action);
    load();
    MovingTarget.Shard one = shard(parents);
    MovingTarget.Shard two = shard(parents);
    MovingTarget.Shard three = shard(parents);
    MovingTarget.Shard follow = shard(children);

    one.write(parents.moved(1, 5, 3), parents.arrived(1, 6, "name", "b on a"));
    two.write(parents.moved(2, 6, 1), parents.arrived(2, 7, "name", "a on b"));
    three.write(parents.arrived(3, 5, "name", "a away"), parents.moved(3, 7, 2));
    follow.write(childMoves(1, 8, 2), childMoves(2, 8, 2), childMoves(3, 8, 1));
    parents.retry(one, two, three, follow);

    assertThat(parents.dead).isEmpty();
    assertThat(parents.target.rows("id, name, big"))
        .containsExactly("1|b on a|BIG 2", "2|a on b|BIG 1");
    assertThat(children.target.rows("id, parent, note"))
        .containsExactly("1|2|NOTE 1", "2|2|NOTE 2", "3|1|NOTE 3");
  }

  /** The old key is used again, and rows refer to the new row of it. */
  @Test
  void aNewRowOfTheOldKeyIsNotParkedBecauseOfChildren() {
    refer(NO_ACTION);
    load();
    MovingTarget.Shard old = shard(parents);
    MovingTarget.Shard follow = shard(children);

    old.write(parents.moved(1, 5, 9), parent(1, 7), parents.arrived(9, 5, "name", "p9"));
    follow.write(childMoves(1, 6, 9), childMoves(2, 6, 9), childMoves(3, 8, 1));
    parents.retry(old, follow);

    assertThat(parents.dead).isEmpty();
    assertThat(parents.target.rows("id, name, big"))
        .containsExactly("1|p1|BIG 1", "2|p2|BIG 2", "9|p9|BIG 1");
    assertThat(children.target.rows("id, parent")).containsExactly("1|9", "2|9", "3|1");
  }

  /** One update with both keys and a full row, which needs no values of the old row. */
  @Test
  void childrenAreNotDeletedWithTheOldRowOfAFullUpdate() {
    refer(CASCADE);
    load();
    MovingTarget.Shard old = shard(parents);
    MovingTarget.Shard follow = shard(children);
    Change half = halfOf(parents.given.delete(1L, 5));

    old.write(half, parents.given.upsert(9L, 5, "name", "p9", "big", "BIG 1"));
    follow.write(childMoves(1, 6, 9), childMoves(2, 6, 9));
    parents.retry(old, follow);

    assertThat(parents.dead).isEmpty();
    assertThat(parents.target.rows("id, name, big")).containsExactly("2|p2|BIG 2", "9|p9|BIG 1");
    assertThat(children.target.rows("id, parent, note"))
        .containsExactly("1|9|NOTE 1", "2|9|NOTE 2", "3|2|NOTE 3");
  }

  private static Change halfOf(Change delete) {
    return TestChange.like(delete).part(ChangePart.DELETE).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_ACTION, RESTRICT, CASCADE, SET_NULL})
  void anOldRowWhoseChildrenDoNotFollowIsADeadLetterThatNamesThem(String action) {
    refer(action);
    load();
    MovingTarget.Shard old = shard(parents);
    old.write(parents.moved(1, 5, 9), parents.arrived(9, 5, "name", "p9"));
    for (int i = 0; i < 12; i++) {
      parents.clock.move(Duration.ofSeconds(11));
      old.retry(parkedChanges -> true);
    }

    assertThat(parents.dead).hasSize(1);
    assertThat(parents.dead.get(0).cause().message())
        .startsWith(
            "rows of table "
                + children.target.table
                + " still refer to the row, constraint to_parent")
        .contains("until they refer to its new key");
    assertThat(parents.target.rows("id, big")).containsExactly("1|BIG 1", "2|BIG 2", "9|BIG 1");
    assertThat(children.target.rows("id, parent")).containsExactly("1|1", "2|1", "3|2");
  }

  /** A delete without a key change cascades as the target's foreign key defines. */
  @Test
  void aDeleteWithoutAKeyChangeCascadesToChildren() {
    refer(CASCADE);
    load();

    shard(parents).write(parents.given.delete(1L, 5));

    assertThat(parents.target.rows("id")).containsExactly("2");
    assertThat(children.target.rows("id")).containsExactly("3");
  }

  @Test
  void aKeyChangeDoesNotDelayADeleteThatCascades() {
    refer(CASCADE);
    load();
    MovingTarget.Shard all = shard(parents);

    all.write(parents.moved(1, 5, 9), parents.given.delete(2L, 6));

    assertThat(parents.target.rows("id")).containsExactly("1");
    assertThat(children.target.rows("id")).containsExactly("1", "2");
    assertThat(all.parked.size()).isEqualTo(1);
  }

  /**
   * The referenced rows are found by one query, without a transaction for each; the others are
   * deleted at once.
   */
  @Test
  @PostgresOnly("a query for the rejected rows of a batch")
  void deletesOfReferencedRowsDoNotDelayOthers() {
    refer(NO_ACTION);
    MovingTarget.Shard all = shard(parents);
    List<Change> rows = new ArrayList<>();
    List<Change> deletes = new ArrayList<>();
    List<Change> referring = new ArrayList<>();
    for (long id = 1; id <= 100; id++) {
      rows.add(parent(id, 1));
      deletes.add(parents.given.delete(id, 5));
      if (id % 2 == 0) {
        referring.add(child(id, 2, id));
      }
    }
    all.write(rows.toArray(Change[]::new));
    shard(children).write(referring.toArray(Change[]::new));
    int before = parents.target.watched.transactions();

    all.write(deletes.toArray(Change[]::new));

    assertThat(parents.target.query("SELECT count(*) FROM " + parents.target.table))
        .containsExactly("50");
    assertThat(all.parked.size()).isEqualTo(50);
    assertThat(parents.target.watched.transactions() - before).isLessThan(10);
    assertThat(all.parked.all().get(0).cause().message())
        .isEqualTo(
            "rows of table "
                + children.target.table
                + " still refer to the row, constraint to_parent (SQLState 23503)");
  }

  @Test
  @PostgresOnly("foreign keys to texts of any length")
  void distinguishesAReferencedValueFromAMissingRow() {
    parents.target.execute("ALTER TABLE " + parents.target.table + " ADD UNIQUE (name)");
    children.target.execute(
        "ALTER TABLE %s ADD CONSTRAINT to_name FOREIGN KEY (note) REFERENCES %s (name)"
            .formatted(children.target.table, parents.target.table));
    shard(parents).write(parent(1, 1));
    shard(children).write(children.given.upsert(1L, 2, "note", "p1"));
    MovingTarget.Shard renamed = shard(parents);

    renamed.write(parents.given.upsert(1L, 3, "name", "other"));

    assertThat(renamed.parked.newestCause())
        .isEqualTo(
            "rows of table "
                + children.target.table
                + " refer to a value that the row gives up, constraint to_name (SQLState 23503)");
  }

  @Test
  void distinguishesAChildWithoutAParentFromAParentWithChildren() {
    refer(NO_ACTION);
    MovingTarget.Shard orphans = shard(children);

    orphans.write(child(1, 1, 77));

    assertThat(orphans.parked.newestCause())
        .startsWith(
            "the row that it refers to does not exist, table "
                + children.target.table
                + ", constraint to_parent (SQLState 23");
  }
}
