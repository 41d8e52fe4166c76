package io.portage.target.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every job of a JVM finds its drivers, and they are deregistered at its end. */
final class JdbcDriversTest {
  private static final String URL = "jdbc:postgresql://localhost/app";

  @Test
  void findsTheDriverOfAUrl() throws Exception {
    assertThat(JdbcDrivers.of(URL).getClass().getName()).isEqualTo("org.postgresql.Driver");
  }

  @Test
  void throwsIfThereIsNoDriver() {
    assertThatThrownBy(() -> JdbcDrivers.of("jdbc:nobody:x")).isInstanceOf(SQLException.class);
  }

  @Test
  void findsTheDriverInEveryClassLoaderAndDeregistersIt() throws Exception {
    // after this call DriverManager does not search for drivers again
    assertThat(DriverManager.drivers().count()).isPositive();

    for (int job = 0; job < 2; job++) {
      try (URLClassLoader loader = jobClassLoader()) {
        Object driver =
            loader
                .loadClass(JdbcDrivers.class.getName())
                .getMethod("of", String.class)
                .invoke(null, URL);

        assertThat(driver.getClass().getClassLoader()).isSameAs(loader);
        assertThat(inside(loader, "registered")).isEqualTo(true);
        inside(loader, "openAndClose");
        assertThat(inside(loader, "registered")).isEqualTo(false);
      }
    }
  }

  private static Object inside(ClassLoader loader, String method) throws Exception {
    return loader.loadClass(Inside.class.getName()).getMethod(method).invoke(null);
  }

  private static URLClassLoader jobClassLoader() throws MalformedURLException {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      path.add(Path.of(entry).toUri().toURL());
    }
    return new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  /**
   * Runs inside the class loader, because {@link DriverManager} shows its drivers only to such
   * callers.
   */
  public static final class Inside {
    private Inside() {}

    /** Returns true if a driver of this class loader is registered. */
    public static boolean registered() {
      return DriverManager.drivers()
          .anyMatch(driver -> driver.getClass().getClassLoader() == Inside.class.getClassLoader());
    }

    /** Opens the only pool and closes it, without a connection. */
    public static void openAndClose() {
      Secret name = Secret.of("app");
      ConnectionPool.acquire(new JdbcConfig(URL, name, name)).close();
    }
  }
}
