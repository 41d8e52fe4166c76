package io.portage.upsert.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.Sink;
import io.portage.sink.SinkContext;
import io.portage.sink.SinkProviders;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class TargetRowComparerIT {
  private TestTarget target;
  private UpsertData given;
  private PortageConfig config;
  private Sink rows;

  @BeforeEach
  void createTable(Sandbox sandbox) {
    target =
        new TestTarget(sandbox, "name text, price numeric(10, 2), tags text[], doc json, at point");
    given = target.given;
    config = target.config(DeleteMode.SOFT, null, 1);
    rows = SinkProviders.of(config).open(config, SinkContext.standalone());
  }

  @AfterEach
  void dropTable() {
    rows.close();
    target.close();
  }

  @Test
  void namesTheColumnsInWhichTheRowDiffers() {
    target.execute(
        "INSERT INTO "
            + target.table
            + " VALUES (1, 'a', 1.5, '{x,y}', '{\"k\": 1}', '(1,2)', 9, false)");

    assertThat(
            rows.differingColumns(
                given.upsert(
                    1L,
                    2,
                    "name",
                    "b",
                    "price",
                    new BigDecimal("1.5"),
                    "tags",
                    "{x,y}",
                    "doc",
                    "{\"k\":1}",
                    "at",
                    "(1,2)")))
        .containsExactly("name");
    assertThat(
            rows.differingColumns(given.upsert(1L, 2, "name", null, "price", null, "tags", null)))
        .containsExactly("name", "price", "tags");
    assertThat(target.rows("name, v")).containsExactly("a|9");
  }

  @Test
  void namesNoneIfTheRowIsAbsentOrMarkedDeleted() {
    target.execute("INSERT INTO " + target.table + " (id, name, v, gone) VALUES (2, 'a', 9, true)");

    assertThat(rows.differingColumns(given.upsert(1L, 2, "name", "b"))).isEmpty();
    assertThat(rows.differingColumns(given.upsert(2L, 2, "name", "b"))).isEmpty();
    assertThat(rows.differingColumns(given.delete(2L, 2))).isEmpty();
    assertThat(rows.differingColumns(given.upsert(2L, 2, "unknown", "b"))).isEmpty();
  }
}
