package io.portage.launcher.logging;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.simple.SimpleLoggerFactory;
import org.slf4j.simple.SimpleServiceProvider;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * SLF4J's loggers as JSON lines on standard error, with the levels of the text log. Not registered
 * as a service, since a cluster has a log of its own; {@link JsonLogging} selects it by its name.
 */
public final class JsonLogProvider implements SLF4JServiceProvider {
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new BasicMDCAdapter();
  private final ILoggerFactory loggers = new JsonLoggerFactory();

  /** SLF4J instantiates the class by its name. */
  public JsonLogProvider() {}

  @Override
  public ILoggerFactory getLoggerFactory() {
    return loggers;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return SimpleServiceProvider.REQUESTED_API_VERSION;
  }

  @Override
  public void initialize() {}

  private static final class JsonLoggerFactory implements ILoggerFactory {
    private final SimpleLoggerFactory levels = new SimpleLoggerFactory();
    private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();

    @Override
    public Logger getLogger(String name) {
      return loggers.computeIfAbsent(
          name, same -> new JsonLogger(same, levels.getLogger(same), () -> System.err));
    }
  }
}
