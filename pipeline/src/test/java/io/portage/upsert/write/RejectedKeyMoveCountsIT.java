package io.portage.upsert.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.DeleteMode;
import io.portage.model.Change;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import io.portage.upsert.parking.ParkedChanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The counts of rows that change their keys twice, rejected at the key between them. */
@ExtendWith(SandboxExtension.class)
class RejectedKeyMoveCountsIT {
  private MovingTarget parents;
  private MovingTarget children;

  @BeforeEach
  void createTables(Sandbox sandbox) {
    parents = new MovingTarget(sandbox, "name text");
    children = parents.beside(sandbox, "parent bigint, name text, note text, big text");
    children.target.execute(
        "ALTER TABLE %s ADD CONSTRAINT to_parent FOREIGN KEY (parent) REFERENCES %s"
            .formatted(children.target.table, parents.target.table));
  }

  @AfterEach
  void dropTables() {
    children.close();
    parents.close();
  }

  /**
   * The first key change is parked because another row refers to its row; that row is gone before
   * the next row of the key is rejected.
   */
  @Test
  void aRowThatMovesAfterAParkedKeyChangeIsCountedOnce(Sandbox sandbox) {
    try (MovingTarget grandchildren = parents.beside(sandbox, "parent bigint")) {
      grandchildren.target.execute(
          "ALTER TABLE %s ADD CONSTRAINT to_child FOREIGN KEY (parent) REFERENCES %s"
              .formatted(grandchildren.target.table, children.target.table));
      MovingTarget.Shard shard = children.shard(DeleteMode.HARD);
      shard.write(children.given.upsert(1L, 1, "name", "n", "note", "NOTE", "big", "BIG"));
      grandchildren.shard(DeleteMode.HARD).write(grandchildren.given.upsert(1L, 1, "parent", 1L));
      String kept = "SELECT version FROM " + children.target.tombstones + "_moved";
      children.target.watched.afterCommit(
          connection -> {
            if (!children.target.query(kept).isEmpty()) {
              children.target.watched.afterCommit(none -> {});
              grandchildren.target.execute("DELETE FROM " + grandchildren.target.table);
            }
          });

      WriteResult written =
          shard.write(
              children.moved(1, 5, 2),
              children.arrivedFull(1, 6, "parent", 77L, "name", "other"),
              children.moved(1, 9, 3));
      children.clock.move(Duration.ofSeconds(11));
      WriteResult retried = shard.retry(parkedChanges -> false);

      assertThat(shard.parked.isEmpty()).isTrue();
      assertThat(written.counts()).isEqualTo(new WriteCounts(1, 0, 0));
      assertThat(written.superseded()).isEqualTo(1);
      assertThat(retried.counts()).isEqualTo(new WriteCounts(0, 0, 1));
      assertThat(retried.superseded()).isZero();
    }
  }

  /** The first key change is parked with a batch of rejected rows, which is divided no further. */
  @Test
  void aRowThatMovesTwiceAmongManyRejectedRowsIsCountedOnce() {
    MovingTarget.Shard shard = children.shard(DeleteMode.HARD);
    List<Change> orphans = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    for (long id = 1; id <= 80; id++) {
      orphans.add(children.given.upsert(id, 2, "parent", 77L, "note", "NOTE"));
      orphans.add(children.moved(id, 5, id + 100));
      changes.add(children.arrived(id + 100, 5, "big", "BIG"));
    }
    shard.write(orphans.toArray(Change[]::new));
    shard.write(children.given.upsert(900L, 1, "name", "n"));
    changes.add(children.moved(900, 5, 901));
    changes.add(children.arrivedFull(900, 6, "parent", 77L, "name", "other"));
    changes.add(children.moved(900, 9, 902));

    WriteResult written = shard.write(changes.toArray(Change[]::new));

    assertThat(written.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(written.superseded()).isEqualTo(1);
    assertThat(shard.parked.all())
        .flatExtracting(ParkedChanges::changes)
        .hasSize(81)
        .doesNotContain(changes.get(82));
  }
}
