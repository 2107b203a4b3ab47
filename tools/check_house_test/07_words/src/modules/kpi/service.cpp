void f() {
  say("kpi.read");
  say("kpi.late");
  say("kpi.colour." + name);
  say("kpi.unheard");
  throw Error(Fault::invalid, "elsewhere.unheard");
}
