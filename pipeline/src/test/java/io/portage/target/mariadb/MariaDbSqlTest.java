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
    return spec(key, versions, tombstones, null);
  }

  private static WriteSpec spec(
      List<TargetColumn> key,
      boolean versions,
      @Nullable String tombstones,
      WriteSpec.@Nullable MoveSpec move) {
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
        move,
        false);
  }

  private static MariaDbMoveSql moves(boolean softDeletes) {
    TargetColumn photo = column("photo", "longblob");
    TargetColumn weight = column("weight", "float");
    TargetColumn day = column("day", "date");
    WriteSpec spec =
        spec(
            List.of(ID, CODE),
            false,
            "stones",
            new WriteSpec.MoveSpec(
                List.of(NAME, photo, weight, day),
                softDeletes,
                "stones_moved",
                WriteSpec.MoveSpec.Rows.LEAVING));
    return new MariaDbMoveSql(spec, new MariaDbSql(spec));
  }

  @Test
  void aMoveReadsTheRowAndRemovesItUnderTheGuard() {
    assertThat(moves(false).columns())
        .isEqualTo(
            "SELECT `name`, `photo`, CAST(`weight` + 0e0 AS CHAR), CAST(`day` AS CHAR)"
                + " FROM `app`.`us``ers` WHERE `id` = ? AND `code` = ?");
    assertThat(moves(false).take())
        .isEqualTo(
            "DELETE FROM `app`.`us``ers` WHERE `id` = ? AND `code` = ?"
                + " AND (`v` IS NULL OR `v` < ?)");
    assertThat(moves(true).take())
        .isEqualTo(
            "UPDATE `app`.`us``ers` SET `gone` = TRUE WHERE `id` = ? AND `code` = ?"
                + " AND (`v` IS NULL OR `v` < ?)");
  }

  @Test
  void aRowGivesUpItsUniqueValueUnderTheGuard() {
    assertThat(sql(List.of(ID), false).release(NAME))
        .isEqualTo(
            "UPDATE `app`.`us``ers` SET `name` = ? WHERE `id` = ? AND (`v` IS NULL OR `v` < ?)");
  }

  @Test
  void movedRowsAreKeptByTheDigestOfTheNewKey() {
    assertThat(moves(false).keep())
        .isEqualTo(
            "INSERT INTO `stones_moved` (`table_name`, `key_digest`, `version`, `row`)"
                + " VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE `row` = VALUES(`row`)");
    assertThat(moves(false).kept(2))
        .isEqualTo(
            "SELECT `key_digest`, `version`, `row` FROM `stones_moved`"
                + " WHERE `table_name` = ? AND `key_digest` IN (?, ?)");
    assertThat(moves(false).forget())
        .isEqualTo(
            "DELETE FROM `stones_moved`"
                + " WHERE `table_name` = ? AND `key_digest` = ? AND `version` < ?");
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
