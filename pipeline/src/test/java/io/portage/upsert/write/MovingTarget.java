package io.portage.upsert.write;

import static io.portage.upsert.write.UpsertData.v;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.latest.ChangeMerge;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Columns;
import io.portage.model.DeadLetter;
import io.portage.model.Row;
import io.portage.sandbox.Sandbox;
import io.portage.sink.WriteResult;
import io.portage.upsert.ShardWriter;
import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A table whose rows change their keys, the changes that move them, and its shards. */
final class MovingTarget implements AutoCloseable {
  final TestTarget target;
  final UpsertData given;
  final HandClock clock;

  /** The dead letters of all shards. */
  final List<DeadLetter> dead;

  /** Creates a table with these columns besides the key {@code id} and the metadata. */
  MovingTarget(Sandbox sandbox, String columns) {
    this(
        new TestTarget(sandbox, columns),
        new HandClock(Instant.parse("2024-09-17T00:00:00Z")),
        new ArrayList<>());
  }

  private MovingTarget(TestTarget target, HandClock clock, List<DeadLetter> dead) {
    this.target = target;
    this.given = target.given;
    this.clock = clock;
    this.dead = dead;
  }

  /** Creates a second table of the same job, with the same clock and dead letters. */
  MovingTarget beside(Sandbox sandbox, String columns) {
    return new MovingTarget(new TestTarget(sandbox, columns), clock, dead);
  }

  /** Creates a table with a required column, an optional one, and a generated one. */
  static MovingTarget ofNames(Sandbox sandbox) {
    return new MovingTarget(
        sandbox, "name text NOT NULL, big text, len int GENERATED ALWAYS AS (length(big)) STORED");
  }

  BatchWriter writer(DeleteMode deletes) {
    return deletes == DeleteMode.SOFT ? target.soft() : target.hard();
  }

  static Row key(Object id) {
    return Row.of(Columns.of("id"), id);
  }

  /** Returns the delete of a key change. */
  Change moved(long id, long version, long to) {
    return given.delete(id, version).withNewKey(key(to));
  }

  /** Returns the partial new row of a key change; {@code columns} alternates names and values. */
  Change arrived(long id, long version, @Nullable Object... columns) {
    return given.change(
        Op.UPSERT, id, UpsertData.withKey(id, columns), RowLineage.partialRowMovedHere(v(version)));
  }

  /** Returns the full new row of a key change. */
  Change arrivedFull(long id, long version, @Nullable Object... columns) {
    return given.change(
        Op.UPSERT, id, UpsertData.withKey(id, columns), RowLineage.fullRowMovedHere(v(version)));
  }

  /** Returns the rows of {@link #ofNames} that are not marked deleted. */
  List<String> liveRows() {
    return liveRows("id, name, big, len");
  }

  /** Returns the rows that are not marked deleted. */
  List<String> liveRows(String columns) {
    return target.query(
        "SELECT " + columns + " FROM " + target.table + " WHERE gone IS NOT TRUE ORDER BY id");
  }

  void assertNoMovedRows() {
    assertThat(target.query("SELECT count(*) FROM " + target.tombstones + "_moved"))
        .containsExactly("0");
  }

  /** Returns a shard of the table as in a job that has just started. */
  Shard shard(DeleteMode deletes) {
    return new Shard(deletes, 100);
  }

  /** Returns a shard with batches of at most {@code batchRows} rows. */
  Shard shard(DeleteMode deletes, int batchRows) {
    return new Shard(deletes, batchRows);
  }

  /** A shard: a writer and its parked rows. */
  final class Shard {
    final ParkedRows parked = new ParkedRows(List.of(), ChangeMerge::merge);
    private final ShardWriter writer;

    private Shard(DeleteMode deletes, int batchRows) {
      writer = target.shard(target.config(deletes, null, batchRows), clock);
    }

    WriteResult write(Change... changes) {
      return record(writer.write(List.of(changes), parked));
    }

    /** Retries the due rows. */
    WriteResult retry(Predicate<ParkedChanges> counts) {
      return record(writer.retry(parked, counts));
    }

    private WriteResult record(WriteResult result) {
      dead.addAll(result.dead());
      return result;
    }
  }

  /**
   * Retries the parked rows of these shards, often enough for chains of rows that need each other.
   */
  void retry(Shard... shards) {
    for (int i = 0; i < 5; i++) {
      clock.move(Duration.ofSeconds(11));
      for (Shard shard : shards) {
        shard.retry(parkedChanges -> false);
      }
    }
  }

  @Override
  public void close() {
    target.close();
  }
}
