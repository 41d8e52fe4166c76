/** Portage on Apache Flink. */
@org.jspecify.annotations.NullMarked
package io.portage.flink;
