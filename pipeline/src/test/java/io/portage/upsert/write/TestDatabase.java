package io.portage.upsert.write;

import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.sandbox.Sandbox;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The database of a {@link TestTarget}. The tests' statements and the expected texts of values are
 * PostgreSQL's; for another database both are translated.
 */
public enum TestDatabase {
  POSTGRES,
  MARIADB;

  private static final Pattern SHORT_TEXT = Pattern.compile("\\btext (?=UNIQUE|primary key)");
  private static final Pattern TEXT = Pattern.compile("\\btext\\b");
  private static final Pattern KEY = Pattern.compile("(?<![\\w`])key(?![\\w`])(?! \\()");
  private static final Pattern INTERVAL = Pattern.compile("interval '(\\d+) (\\w+?)s?'");
  private static final Pattern FRACTION = Pattern.compile("\\.?0+$");

  private static final Pattern JSON_FIELD = Pattern.compile("`row` ->> '(\\w+)'");
  private static final Pattern IDENTITY =
      Pattern.compile("(\\w+) bigint GENERATED ALWAYS AS IDENTITY( PRIMARY KEY)?");
  private static final Pattern KEY_OF = Pattern.compile("REFERENCES (\\w+)\\b(?! \\()");

  /** The database has neither; without them a foreign key rejects the same rows. */
  private static final Pattern ACTION =
      Pattern.compile("DEFERRABLE INITIALLY DEFERRED|ON DELETE SET DEFAULT");

  private static final Pattern INDEX =
      Pattern.compile("CREATE UNIQUE INDEX ON (\\w+) \\((\\w+)\\)");
  private static final String OF_LIVE_ROWS = " WHERE gone IS NOT TRUE";

  private static final Pattern CONDITION = Pattern.compile(" IS TRUE| > ");

  /** MariaDB's states, with the server's codes, of errors that PostgreSQL has, too. */
  private static final Map<String, String> STATES =
      Map.of(
          "08006", "08000",
          "08001", "08000",
          "23514", "23000-4025",
          "25006", "HY000-1290",
          "40001", "40001-1213",
          "40P01", "40001-1213",
          "53300", "08004-1040",
          "55P03", "HY000-1205",
          "57P01", "70100-1927",
          "57P03", "08S01-1053");

  private static volatile TestDatabase current = POSTGRES;

  static TestDatabase current() {
    return current;
  }

  /** Runs the tests of a class and of its nested classes on MariaDB. */
  static final class OnMariaDb implements BeforeAllCallback, AfterAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
      current = MARIADB;
    }

    @Override
    public void afterAll(ExtensionContext context) {
      current = POSTGRES;
    }
  }

  /** A test of a feature that only PostgreSQL has. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @ExtendWith(Condition.class)
  @interface PostgresOnly {
    /** Returns the feature. */
    String value();
  }

  static final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return current == POSTGRES
          ? ConditionEvaluationResult.enabled("on PostgreSQL")
          : ConditionEvaluationResult.disabled("only PostgreSQL has this feature");
    }
  }

  JdbcConfig jdbc(Sandbox sandbox) {
    return this == POSTGRES
        ? new JdbcConfig(
            sandbox.jdbcUrl(), Secret.of(sandbox.user()), Secret.of(sandbox.password()))
        : new JdbcConfig(
            sandbox.mariaDb().jdbcUrl(),
            Secret.of(sandbox.mariaDb().user()),
            Secret.of(sandbox.mariaDb().password()));
  }

  /** Returns the state of the error that has this SQLState in PostgreSQL. */
  String state(String postgres) {
    return this == POSTGRES ? postgres : Objects.requireNonNull(STATES.get(postgres), postgres);
  }

  /** Returns the prefix of a table's canonical name. */
  String schema() {
    return this == POSTGRES ? "public." : "appdb.";
  }

  String sql(String statement) {
    if (this == POSTGRES) {
      return statement;
    }
    String text = names(statement);
    if (text.startsWith("CREATE TABLE") || text.startsWith("ALTER TABLE")) {
      text = SHORT_TEXT.matcher(text).replaceAll("varchar(190) COLLATE utf8mb4_nopad_bin ");
      text = KEY_OF.matcher(text).replaceAll("REFERENCES $1 (id)");
      text = ACTION.matcher(text).replaceAll("");
      text = IDENTITY.matcher(text).replaceAll("$1 bigint AUTO_INCREMENT$2, KEY ($1)");
      text = TEXT.matcher(text).replaceAll("longtext COLLATE utf8mb4_nopad_bin");
      return text.replace("timestamptz", "datetime(6)").replace("v numeric", "v decimal(65,0)");
    }
    if (text.startsWith("DROP FUNCTION")) {
      return text.replace(" CASCADE", "");
    }
    if (INDEX.matcher(text).find()) {
      return index(text);
    }
    text = JSON_FIELD.matcher(text).replaceAll("JSON_VALUE(`row`, '\\$.$1')");
    text = KEY.matcher(text).replaceAll("`key`");
    text = INTERVAL.matcher(text).replaceAll("interval $1 $2");
    return text;
  }

  /** Returns a unique index; one of some rows is that of a column that is null in the others. */
  private static String index(String statement) {
    return statement.endsWith(OF_LIVE_ROWS)
        ? INDEX
            .matcher(statement.replace(OF_LIVE_ROWS, ""))
            .replaceFirst(
                "ALTER TABLE $1 ADD COLUMN live_$2 varchar(190) COLLATE utf8mb4_nopad_bin"
                    + " GENERATED ALWAYS AS (IF(gone, NULL, LEFT($2, 190))) VIRTUAL UNIQUE")
        : INDEX.matcher(statement).replaceFirst("ALTER TABLE $1 ADD UNIQUE ($2)");
  }

  /** Replaces the quotes of names, and not those inside of texts. */
  private static String names(String statement) {
    String[] parts = statement.split("'", -1);
    for (int i = 0; i < parts.length; i += 2) {
      parts[i] = parts[i].replace('"', '`');
    }
    return String.join("'", parts);
  }

  /** Returns a value of a query's result, as PostgreSQL would print it. */
  @Nullable String text(ResultSet result, int at) throws SQLException {
    String value = result.getString(at);
    if (this == POSTGRES || value == null) {
      return value;
    }
    if (CONDITION.matcher(result.getMetaData().getColumnLabel(at)).find()) {
      return value.equals("0") ? "f" : "t";
    }
    return switch (result.getMetaData().getColumnTypeName(at)) {
      case "TINYINT", "BOOLEAN" -> value.equals("0") ? "f" : "t";
      case "DATETIME" -> trimmed(value) + "+00";
      default -> value;
    };
  }

  private static String trimmed(String time) {
    Matcher zeros = FRACTION.matcher(time);
    return time.indexOf('.') >= 0 ? zeros.replaceFirst("") : time;
  }
}
