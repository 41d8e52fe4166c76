package io.portage.target.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.target.ErrorCategory;
import io.portage.target.FailureKind;
import io.portage.target.SqlFailure;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariaDbErrorsTest {
  private static final MariaDbDialect DIALECT = new MariaDbDialect();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "22001 | 1406 | Data too long for column 'name' at row 1 | name",
        "22003 | 1264 | Out of range value for column 'n' at row 3 | n",
        "22007 | 1366 | Incorrect integer value: 'secret' for column `db`.`t`.`n` at row 1 | n",
        "22007 | 1292 | Incorrect datetime value: 'for column `x` at row 1' for column `db`.`t`.`d`"
            + " at row 2 | d",
        "23000 | 1048 | Column 'name' cannot be null | name",
        "HY000 | 1364 | Field 'name' doesn't have a default value | name",
        "01000 | 1265 | Data truncated for column 'kind' at row 1 | kind",
        "42S22 | 1054 | Unknown column 'extra' in 'INSERT INTO' | extra",
      })
  void namesTheColumnAndNoValue(String state, int code, String message, String column) {
    SqlFailure failure = explain(state, code, message);

    assertThat(failure.column()).isEqualTo(column);
    assertThat(failure.errorClass()).isEqualTo(ErrorCategory.DATA);
    assertThat(failure.sqlState()).isEqualTo(state + "-" + code);
    assertThat(failure.message()).contains("column " + column).doesNotContain("secret", "`x`");
  }

  @Test
  void anErrorOfThePoolHasTheReasonOfTheDriver() {
    SQLException driver =
        new SQLNonTransientConnectionException(
            "Socket fail to connect to host:address=(host=h)(port=3306). Connection refused",
            "08000");
    SQLException pool =
        new SQLTransientConnectionException("Connection is not available", "08000", driver);

    SqlFailure failure = MariaDbErrors.explain(DIALECT, pool);
    assertThat(failure.message()).contains("Connection refused (SQLState 08000)");
    assertThat(failure.errorClass()).isEqualTo(ErrorCategory.TRANSIENT);
  }

  @Test
  void namesConstraintsAndNoValues() {
    SqlFailure unique =
        explain("23000", 1062, "Duplicate entry 'it''s for key 'b'' for key 'email'");
    SqlFailure parent =
        explain(
            "23000",
            1452,
            "Cannot add or update a child row: a foreign key constraint fails (`db`.`child`,"
                + " CONSTRAINT `fk` FOREIGN KEY (`p`) REFERENCES `parent` (`id`))");
    SqlFailure check = explain("23000", 4025, "CONSTRAINT `t.name` failed for `db`.`t`");

    assertThat(unique.constraint()).isEqualTo("email");
    assertThat(unique.message()).doesNotContain("it's");
    assertThat(unique.kind()).isEqualTo(FailureKind.UNIQUE);
    assertThat(unique.errorClass()).isEqualTo(ErrorCategory.DEPENDENCY);
    assertThat(parent.table()).isEqualTo("child");
    assertThat(parent.constraint()).isEqualTo("fk");
    assertThat(parent.isOfReference()).isTrue();
    assertThat(check.constraint()).isEqualTo("t.name");
    assertThat(check.kind()).isEqualTo(FailureKind.CONSTRAINT);
  }

  @ParameterizedTest
  @CsvSource({
    "40001, 1213, OVERLOAD",
    "HY000, 1205, TRANSIENT",
    "08004, 1040, TRANSIENT",
    "08S01, 1053, TRANSIENT",
    "HY000, 2006, TRANSIENT",
    "HY000, 2013, TRANSIENT",
    "HY000, 1290, TRANSIENT",
    "25006, 1792, TRANSIENT",
    "70100, 1927, TRANSIENT",
    "08000, 0, TRANSIENT",
    "08S01, -1, TRANSIENT",
    "70100, 1969, OVERLOAD",
    "28000, 1045, FATAL",
    "42000, 1142, FATAL",
    "42S02, 1146, DEPENDENCY",
    "42000, 1064, SCHEMA",
    "45000, 1644, DATA",
    "HY000, 1030, UNCERTAIN",
  })
  void tellsOutagesFromRows(String state, int code, ErrorCategory category) {
    SQLException cause = new SQLException("why", state, code);
    BatchUpdateException batch = new BatchUpdateException(new int[0], cause);

    assertThat(DIALECT.explain(cause).errorClass()).isEqualTo(category);
    assertThat(DIALECT.explain(batch).errorClass()).isEqualTo(category);
  }

  private static SqlFailure explain(String state, int code, String message) {
    return DIALECT.explain(new SQLException("(conn=7) " + message, state, code));
  }
}
