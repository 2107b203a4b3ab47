// TODO: leap seconds
// TODO (#7) other calendars
int day();  // FIXME
