void take(Tx& tx, const Rows& rows) {
  for (const Row& row : rows) {
    store::add(tx, row);
  }
}
