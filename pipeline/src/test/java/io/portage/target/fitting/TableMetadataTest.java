package io.portage.target.fitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.HandClock;
import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.NulPolicy;
import io.portage.config.TestConfigs;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.postgres.fitting.TestColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cached metadata of a table as one step uses it. */
final class TableMetadataTest {
  private final HandClock clock = new HandClock(Instant.parse("2024-09-17T12:00:00Z"));
  private final AlterableCatalog catalog = new AlterableCatalog();
  private int stripped;

  @Test
  void returnsNullForATableAndAColumnThatTheTargetLacks() {
    catalog.table = Optional.empty();

    assertThat(metadata(NulPolicy.DEAD_LETTER).table()).isNull();
    assertThat(metadata(NulPolicy.DEAD_LETTER).column("name")).isNull();
  }

  @Test
  void staysAsItIsUntilAReloadFindsAnotherTable() {
    TableMetadata metadata = metadata(NulPolicy.DEAD_LETTER);
    assertThat(metadata.column("name")).isNull();
    catalog.table = Optional.of(table("id", "name"));

    assertThat(metadata.column("name")).isNull();
    assertThat(metadata.reload()).isTrue();
    assertThat(metadata.column("name")).isNotNull();
  }

  @Test
  void readsTheCatalogAtMostOnceASecond() {
    TableMetadata metadata = metadata(NulPolicy.DEAD_LETTER);
    metadata.table();
    assertThat(metadata.reload()).isFalse();
    catalog.table = Optional.of(table("id", "name"));

    clock.move(Duration.ofMillis(999));
    assertThat(metadata.reload()).isFalse();
    clock.move(Duration.ofMillis(1));
    assertThat(metadata.reload()).isTrue();
    assertThat(catalog.refreshed).isEqualTo(2);
  }

  @Test
  void fitsNulCharactersByThePolicyOfTheTable() throws Exception {
    TargetColumn column = table("name").column("name");

    assertThat(metadata(NulPolicy.STRIP).fitter(column).fit("a\0b")).isEqualTo("ab");
    assertThat(stripped).isEqualTo(1);
    assertThatThrownBy(() -> metadata(NulPolicy.DEAD_LETTER).fitter(column).fit("a\0b"))
        .isInstanceOf(ValueDoesNotFitException.class);
  }

  private TableMetadata metadata(NulPolicy nul) {
    TableConfig config =
        TestConfigs.table(
            "users_cdc",
            "users",
            List.of("id"),
            TableConfig.DeleteMode.HARD,
            TableConfig.BeforeImage.KEY,
            null,
            TableConfig.VersionOrder.POSITION,
            List.of(),
            TableConfig.TruncatePolicy.DEAD_LETTER,
            null,
            new TableConfig.MetadataColumns("version", null, null, null, null),
            nul,
            MissingColumnPolicy.KEEP);
    return new TableMetadata(config, catalog, clock, () -> stripped++);
  }

  private static TargetTable table(String... columns) {
    return TargetTable.of(
        "users",
        List.of(columns).stream()
            .map(name -> TestColumns.column(name, "text", 0, 0, true, false, false))
            .toList(),
        List.of());
  }

  /** A catalog of one table that a test alters. */
  private static final class AlterableCatalog implements TargetTables {
    private Optional<TargetTable> table = Optional.of(table("id"));
    private int refreshed;

    @Override
    public Optional<TargetTable> find(String name) {
      return table;
    }

    @Override
    public Optional<TargetTable> refresh(String name) {
      refreshed++;
      return table;
    }

    @Override
    public void close() {}
  }
}
