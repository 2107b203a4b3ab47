int thing();
