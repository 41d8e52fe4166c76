package io.portage.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hiding of the secrets of JDBC URLs. */
final class JdbcUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:postgresql://db:5432/app | jdbc:postgresql://db:5432/app
          jdbc:postgresql:app | jdbc:postgresql:app
          jdbc:postgresql://a:1,b:2/app?user=me@home&ssl=true | jdbc:postgresql://a:1,b:2/app?user=me@home&ssl=true
          jdbc:postgresql://db/app?user=me&password=s3cret | jdbc:postgresql://db/app?user=me&password=***
          jdbc:postgresql://db/app?password=s3,cr;et)x&ssl=true | jdbc:postgresql://db/app?password=***&ssl=true
          jdbc:postgresql://db/app?pass%77ord=s3cret | jdbc:postgresql://db/app?pass%77ord=***
          jdbc:postgresql://db/app?sslPassword=s3cret&SSLKEY=s3cret | jdbc:postgresql://db/app?sslPassword=***&SSLKEY=***
          jdbc:postgresql://me:s3cret@db:5432/app | jdbc:postgresql://me:***@db:5432/app
          jdbc:postgresql://me:s3/cr@et@db/app?ssl=true | jdbc:postgresql://me:***@db/app?ssl=true
          jdbc:postgresql://me:s3?cr@et@db/app?ssl=true | jdbc:postgresql://me:***@db/app?ssl=true
          jdbc:mysql://me:12s3cret@db:3306/app?allowX=1&accessToken=s3cret | jdbc:mysql://me:***@db:3306/app?allowX=1&accessToken=***
          jdbc:mysql://(host=db,port=1,user=me,password=s3cret)/app | jdbc:mysql://(host=db,port=1,user=me,password=***)/app
          jdbc:mysql://address=(host=db)(password=s3cret)/app | jdbc:mysql://address=(host=db)(password=***)/app
          jdbc:mariadb://db/app?trustStorePassword=s3cret&serverRsaPublicKeyFile=s3cret | jdbc:mariadb://db/app?trustStorePassword=***&serverRsaPublicKeyFile=***
          jdbc:sqlserver://db:1433;databaseName=app;password=s3cret;encrypt=true | jdbc:sqlserver://db:1433;databaseName=app;password=***;encrypt=true
          jdbc:sqlserver://db;password={s3;cret};encrypt=true | jdbc:sqlserver://db;password=***;encrypt=true
          jdbc:oracle:thin:me/s3cret@db:1521/app | jdbc:oracle:thin:me/***@db:1521/app
          jdbc:nonesuch://db?secret=s3cret | jdbc:nonesuch://db?secret=***
          """)
  void showsAUrlWithoutItsSecrets(String url, String shown) {
    assertThat(JdbcUrl.show(url)).isEqualTo(shown).doesNotContain("s3", "cr@et");
    assertThat(JdbcUrl.of(url).hasSecrets()).isEqualTo(!url.equals(shown));
    assertThat(JdbcUrl.show(shown)).as("shown again").isEqualTo(shown);
  }

  @Test
  void passesSecretsToTheDriverAsPropertiesInsteadOfInTheUrl() {
    JdbcUrl url =
        JdbcUrl.of("jdbc:postgresql://db/app?password=s3%26cr+et&ssl=true&sslpassword=100%");

    assertThat(url.bare()).isEqualTo("jdbc:postgresql://db/app?ssl=true");
    assertThat(url.properties()).isEqualTo(Map.of("password", "s3&cr et", "sslpassword", "100%"));

    JdbcUrl login = JdbcUrl.of("jdbc:mysql://me:s3cret@db/app?token=t");
    assertThat(login.bare()).isEqualTo("jdbc:mysql://db/app");
    assertThat(login.properties())
        .isEqualTo(Map.of("user", "me", "password", "s3cret", "token", "t"));
  }

  @Test
  void hidesSecretsOfUrlsInForeignTexts() {
    assertThat(
            JdbcUrl.showIn(
                "Driver X claims to not accept jdbcUrl, jdbc:x://me:s3cret@db/a?pwd=s3cret (really)"))
        .isEqualTo("Driver X claims to not accept jdbcUrl, jdbc:x://me:***@db/a?pwd=*** (really)");
    assertThat(JdbcUrl.showIn("no URL in here")).isEqualTo("no URL in here");
  }

  @Test
  void hidesSecretsInTheTextOfAConnection() {
    JdbcConfig jdbc =
        new JdbcConfig(
            "jdbc:postgresql://db/app?password=s3cret", Secret.of("me"), Secret.of("s3cret"));

    assertThat(jdbc.toString()).contains("jdbc:postgresql://db/app").doesNotContain("s3cret");
  }
}
