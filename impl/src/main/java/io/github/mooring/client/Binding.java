package io.github.mooring.client;

/** What binds operations to one connection. */
sealed interface Binding permits RequestConnection, CursorConnection {}
