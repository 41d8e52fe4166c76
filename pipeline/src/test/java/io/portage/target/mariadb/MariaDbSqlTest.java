package io.portage.target.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.target.TargetColumn;
import io.portage.target.WriteSpec;
import io.portage.target.mariadb.fitting.MariaDbTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MariaDbSqlTest {
  private static final TargetColumn ID = column("id", "bigint");
  private static final TargetColumn CODE = column("code", "varchar");
  private static final TargetColumn NAME = column("name", "longtext");
  private static final TargetColumn VERSION = column("v", "decimal");
  private static final TargetColumn DELETED = column("gone", "tinyint(1)");
  private static final TargetColumn APPLIED = column("applied", "datetime");

  private static TargetColumn column(String name, String type) {
    return new TargetColumn(name, MariaDbTypes.of(type, type), 0, 0, true, false, false);
  }

  private static MariaDbSql sql(List<TargetColumn> key, boolean versions) {
    return new MariaDbSql(spec(key, versions, "stones"));
  }

  private static WriteSpec spec(
      List<TargetColumn> key, boolean versions, @Nullable String tombstones) {
    return new WriteSpec(
        "app.us`ers",
        key,
        List.of(NAME),
        VERSION,
        DELETED,
        null,
        APPLIED,
        null,
        tombstones,
        versions,
        false,
        null,
        false);
  }

  @Test
  void readsKeysAndVersionsUnderLock() {
    assertThat(sql(List.of(ID, CODE), false).select(2, true))
        .isEqualTo(
            "SELECT `id`, `code`, `v`, COALESCE(`gone`, 0) <> 0 FROM `app`.`us``ers`"
                + " WHERE (`id`, `code`) IN ((?, ?), (?, ?)) FOR UPDATE");
    assertThat(sql(List.of(ID), false).select(3, false)).endsWith(" WHERE `id` IN (?, ?, ?)");
  }

  @Test
  void everyAssignmentHasTheGuardAndTheVersionIsTheLast() {
    String guard =
        "`id` = VALUES(`id`) AND CAST(`code` AS BINARY) = CAST(VALUES(`code`) AS BINARY)"
            + " AND (`v` IS NULL OR `v` < VALUES(`v`))";

    assertThat(sql(List.of(ID, CODE), false).upsert(2))
        .isEqualTo(
            "INSERT INTO `app`.`us``ers` (`id`, `code`, `name`, `gone`, `v`, `applied`) VALUES"
                + " (?, ?, ?, ?, ?, UTC_TIMESTAMP(6)), (?, ?, ?, ?, ?, UTC_TIMESTAMP(6))"
                + " ON DUPLICATE KEY UPDATE `name` = IF(G, VALUES(`name`), `name`),"
                    .replace("G", guard)
                + " `gone` = IF(G, VALUES(`gone`), `gone`),".replace("G", guard)
                + " `applied` = IF(G, VALUES(`applied`), `applied`),".replace("G", guard)
                + " `v` = IF(G, VALUES(`v`), `v`)".replace("G", guard));
  }

  @Test
  void anUpdateSetsTheVersionLast() {
    assertThat(sql(List.of(ID), false).update())
        .isEqualTo(
            "UPDATE `app`.`us``ers` SET `name` = ?, `gone` = ?, `applied` = UTC_TIMESTAMP(6),"
                + " `v` = ? WHERE `id` = ? AND (`v` IS NULL OR `v` < ?)");
    assertThat(sql(List.of(ID), true).update())
        .contains("SET `name` = IF(`v` IS NULL OR `v` < ?, ?, `name`),");
  }

  @Test
  void aDeleteAndATombstoneHaveTheGuard() {
    assertThat(sql(List.of(ID), false).delete())
        .isEqualTo("DELETE FROM `app`.`us``ers` WHERE `id` = ? AND (`v` IS NULL OR `v` < ?)");
    assertThat(sql(List.of(ID), false).insertTombstones(1))
        .isEqualTo(
            "INSERT INTO `stones` (`table_name`, `key`, `key_digest`, `version`)"
                + " VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE"
                + " `deleted_at` = IF(`version` < VALUES(`version`), CURRENT_TIMESTAMP(6),"
                + " `deleted_at`), `version` = IF(`version` < VALUES(`version`),"
                + " VALUES(`version`), `version`)");
  }
}
