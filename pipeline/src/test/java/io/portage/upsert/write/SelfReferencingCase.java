package io.portage.upsert.write;

import io.portage.HandClock;
import io.portage.latest.ChangeMerge;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.upsert.parking.ParkedRows;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of rows of a table whose column {@code parent} refers to the table itself. */
@ExtendWith(SandboxExtension.class)
public abstract class SelfReferencingCase {
  protected final HandClock clock = new HandClock(Instant.parse("2024-09-17T00:00:00Z"));
  protected final ParkedRows parked = new ParkedRows(List.of(), ChangeMerge::merge);
  protected TestTarget target;
  protected UpsertData given;
  private final String columns;

  /**
   * Creates the case.
   *
   * @param columns the columns besides key, {@code parent} and metadata
   */
  protected SelfReferencingCase(String columns) {
    this.columns = columns;
  }

  @BeforeEach
  final void createTable(Sandbox sandbox) {
    target = new TestTarget(sandbox, "parent bigint, " + columns);
    target.execute(
        "ALTER TABLE %1$s ADD CONSTRAINT circle FOREIGN KEY (parent) REFERENCES %1$s"
            .formatted(target.table));
    given = target.given;
  }

  @AfterEach
  final void dropTable() {
    target.close();
  }
}
