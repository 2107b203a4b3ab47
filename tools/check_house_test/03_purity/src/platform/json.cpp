bool on_double(double) { return false; }
