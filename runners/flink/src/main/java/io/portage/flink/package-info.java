/** Portage on Apache Flink. */
package io.portage.flink;
